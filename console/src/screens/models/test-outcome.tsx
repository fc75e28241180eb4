import { Alert, Code, Group, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconPower } from '@tabler/icons-react'
import type { DeploymentTest } from '#api/model-changes'
import { duration } from '#format/figures'
import { texts } from '#texts'

const { test } = texts.wizard

/** What came of calling one deployment. */
export function TestOutcome({ outcome }: { readonly outcome: DeploymentTest }) {
  const { passed, skipped, latencyMs, status, message, answer } = outcome
  if (skipped) {
    return (
      <Alert color="gray" variant="light" icon={<IconPower aria-hidden />} role="status">
        {test.skipped}
      </Alert>
    )
  }
  if (passed) {
    return (
      <Alert
        color="teal"
        variant="light"
        icon={<IconCircleCheck aria-hidden />}
        title={test.passed(duration(latencyMs))}
        role="status"
      >
        {answer !== null && (
          <Text size="sm" lineClamp={2}>
            {answer}
          </Text>
        )}
      </Alert>
    )
  }
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconCircleX aria-hidden />}
      title={test.failed(status === null ? '' : `: ${status}`)}
      role="alert"
    >
      <Group gap="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        {outcome.class !== null && <Code>{outcome.class}</Code>}
      </Group>
    </Alert>
  )
}
