import { Alert, Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Chain, ChainBody } from '#api/chains'
import { validationQuery } from '#api/chains'
import { texts } from '#texts'
import { bodyOf } from './chain-body.ts'

const words = texts.chainEditor.conflict

interface ConflictProps {
  readonly theirs: Chain
  readonly mine: ChainBody
  readonly onTheirs: () => void
  readonly onMine: () => void
}

/** Somebody else has saved the chain meanwhile: what they made of it, what is written here, and which is to stand. */
export function ChainConflict({ theirs, mine, onTheirs, onMine }: ConflictProps) {
  return (
    <Alert
      color="orange"
      variant="light"
      role="alert"
      icon={<IconGitMerge aria-hidden />}
      title={words.title(theirs.name)}
    >
      <Stack gap="sm">
        <Text size="sm">{words.about}</Text>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <Version title={words.theirs} body={bodyOf(theirs)} replaces={theirs.id} />
          <Version title={words.mine} body={mine} replaces={theirs.id} />
        </SimpleGrid>
        <Group>
          <Button size="xs" onClick={onMine}>
            {words.keep}
          </Button>
          <Button size="xs" variant="default" onClick={onTheirs}>
            {words.take}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

interface VersionProps {
  readonly title: string
  readonly body: ChainBody
  readonly replaces: string
}

function Version({ title, body, replaces }: VersionProps) {
  const { data } = useQuery(validationQuery({ chain: body }, replaces))
  return (
    <div>
      <Text size="xs" fw={600} mb={4}>
        {title}
      </Text>
      <Code block tabIndex={0} role="region" aria-label={title} mah={320} style={{ overflow: 'auto' }}>
        {data?.yaml ?? ''}
      </Code>
    </div>
  )
}
