import { Badge, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Model, ModelDeployment } from '#api/resources'
import { count, percent, usd } from '#format/figures'
import { texts } from '#texts'

const { configure, deploy } = texts.wizard

/** A model and its deployments, to be read. */
export function ModelDetails({ model }: { readonly model: Model }) {
  const price = model.price ?? model.known.price
  return (
    <Stack gap="md">
      <Card withBorder>
        <Facts
          facts={[
            [configure.type, model.type],
            [configure.aliases, model.aliases.join(', ') || '–'],
            [configure.context, count(model.contextWindow ?? model.known.contextWindow)],
            [configure.output, count(model.maxOutputTokens)],
            [configure.capabilities, model.capabilities?.join(', ') ?? '–'],
            [configure.priceIn, usd(price?.input)],
            [configure.priceOut, usd(price?.output)],
            [configure.fallbacks, model.fallbacks?.join(', ') ?? '–'],
            [configure.strategy, model.effectiveStrategy],
          ]}
        />
      </Card>
      {model.deployments.map((deployment, index) => (
        <DeploymentDetails key={deployment.id} deployment={deployment} number={index + 1} />
      ))}
    </Stack>
  )
}

function DeploymentDetails({
  deployment,
  number,
}: {
  readonly deployment: ModelDeployment
  readonly number: number
}) {
  const { share } = deployment
  return (
    <Card withBorder component="section" aria-label={deploy.card(number)}>
      <Stack gap="sm">
        <Group gap="xs">
          <Text fw={600}>{deployment.label}</Text>
          <Badge variant="light" tt="none" color={deployment.enabled ? 'blue' : 'gray'}>
            {share === null ? texts.models.byMeasure : deploy.share(percent(share))}
          </Badge>
        </Group>
        <Facts
          facts={[
            [deploy.provider, `${deployment.provider} (${deployment.kind})`],
            [deploy.model, deployment.model],
            [deploy.apiKey, deployment.apiKey ?? deploy.apiKeyShared],
            [deploy.read.tokens, count(deployment.tokensPerMinute)],
            [deploy.read.requests, count(deployment.requestsPerMinute)],
            [deploy.read.region, deployment.region ?? '–'],
          ]}
        />
      </Stack>
    </Card>
  )
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="md" verticalSpacing="sm">
      {facts.map(([label, value]) => (
        <div key={label}>
          <Text size="xs" c="dimmed">
            {label}
          </Text>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  )
}
