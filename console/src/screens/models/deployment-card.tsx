import {
  ActionIcon,
  Badge,
  Card,
  Group,
  NumberInput,
  PasswordInput,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { DeploymentTest } from '#api/model-changes'
import { percent } from '#format/figures'
import { texts } from '#texts'
import type { DeploymentDraft } from './model-draft.ts'
import { ProviderChoice, fieldsOf } from './provider-choice.tsx'
import { TestOutcome } from './test-outcome.tsx'

const { deploy } = texts.wizard

interface DeploymentCardProps {
  readonly number: number
  readonly draft: DeploymentDraft
  readonly share: number
  /** What came of calling it; `null`: it was not called as it is now. */
  readonly outcome: DeploymentTest | null
  /** What is missing or refused, by field. */
  readonly problems: Readonly<Record<string, string>>
  readonly change: (part: Partial<DeploymentDraft>) => void
  /** `null`: it is the only one. */
  readonly onRemove: (() => void) | null
}

/** One place where the model is called: where, with which key, how much of it. */
export function DeploymentCard(props: DeploymentCardProps) {
  const { number, draft, share, outcome, change, onRemove } = props
  const title = deploy.card(number)
  return (
    <Card withBorder component="section" aria-label={title} padding="md">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs">
            <Text fw={600}>{title}</Text>
            <Badge variant="light" tt="none" color={draft.enabled ? 'blue' : 'gray'}>
              {draft.enabled ? deploy.share(percent(share)) : deploy.noShare}
            </Badge>
          </Group>
          <Group gap="sm" wrap="nowrap">
            <Switch
              label={deploy.enabled}
              labelPosition="left"
              checked={draft.enabled}
              onChange={({ currentTarget }) => change({ enabled: currentTarget.checked })}
            />
            {onRemove !== null && (
              <Tooltip label={deploy.remove(number)}>
                <ActionIcon
                  variant="subtle"
                  color="red"
                  aria-label={deploy.remove(number)}
                  onClick={onRemove}
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
        </Group>
        <Fields {...props} />
        {outcome !== null && <TestOutcome outcome={outcome} />}
      </Stack>
    </Card>
  )
}

function Fields({ draft, change, problems }: DeploymentCardProps) {
  const shown = fieldsOf(draft.provider)
  const number = (value: string | number): number | '' => (typeof value === 'number' ? value : '')
  const saved = draft.saved?.apiKey ?? null
  const isSaved = saved !== null && draft.apiKey === saved
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
      <ProviderChoice
        value={draft.provider}
        error={problems['provider']}
        onChange={(provider) => change({ provider })}
      />
      <TextInput
        label={deploy.model}
        value={draft.model}
        error={problems['model']}
        onChange={({ currentTarget }) => change({ model: currentTarget.value })}
        required
      />
      <PasswordInput
        label={deploy.apiKey}
        description={isSaved ? deploy.apiKeySaved : shown.keyHint}
        value={draft.apiKey}
        error={problems['apiKey']}
        autoComplete="off"
        onFocus={() => isSaved && change({ apiKey: '' })}
        onBlur={() => saved !== null && draft.apiKey === '' && change({ apiKey: saved })}
        onChange={({ currentTarget }) => change({ apiKey: currentTarget.value })}
      />
      <NumberInput
        label={deploy.tokens}
        value={draft.tokensPerMinute}
        error={problems['tokensPerMinute']}
        onChange={(value) => change({ tokensPerMinute: number(value) })}
        min={1}
        allowDecimal={false}
        thousandSeparator
        hideControls
      />
      <TextInput
        label={shown.baseUrlNeeded ? deploy.baseUrl : deploy.baseUrlOptional}
        placeholder="https://"
        value={draft.baseUrl}
        error={problems['baseUrl']}
        onChange={({ currentTarget }) => change({ baseUrl: currentTarget.value })}
        required={shown.baseUrlNeeded}
      />
      <TextInput
        label={deploy.region}
        value={draft.region}
        error={problems['region']}
        onChange={({ currentTarget }) => change({ region: currentTarget.value })}
      />
      {shown.apiVersion && (
        <TextInput
          label={deploy.apiVersion}
          placeholder="2025-04-01-preview"
          value={draft.apiVersion}
          error={problems['apiVersion']}
          onChange={({ currentTarget }) => change({ apiVersion: currentTarget.value })}
        />
      )}
      <NumberInput
        label={deploy.requests}
        value={draft.requestsPerMinute}
        error={problems['requestsPerMinute']}
        onChange={(value) => change({ requestsPerMinute: number(value) })}
        min={1}
        allowDecimal={false}
        thousandSeparator
        hideControls
      />
    </SimpleGrid>
  )
}
