import { Badge, Button, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { DeploymentHealth, Health } from '#api/answer'
import { healthQuery } from '#api/queries'
import { useMay } from '#api/permissions'
import type { Provider } from '#api/resources'
import { providersQuery } from '#api/resources'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { SourceBadge } from '#parts/source-badge'
import { texts } from '#texts'
import { BenchedCredentials, LastUse } from './credentials.tsx'
import { DeploymentRows } from './deployment-rows.tsx'
import { ProviderActions } from './provider-actions.tsx'
import { ProviderForm } from './provider-form.tsx'
import { Regions } from './regions.tsx'
import { RotateCredential } from './rotate-credential.tsx'

/** All providers, with what is reached through each. */
export function Page() {
  const providers = useQuery(providersQuery)
  const health = useQuery(healthQuery)
  const [rotated, setRotated] = useState<Provider | null>(null)
  const [edited, setEdited] = useState<Provider | 'new' | null>(null)
  const may = useMay('providers:write')
  const addButton = may && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {texts.providers.add}
    </Button>
  )
  return (
    <Frame title={texts.providers.title} about={texts.providers.about} actions={addButton}>
      <Loaded query={providers}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={IconPlugConnected} title={texts.providers.none} hint={texts.providers.noneHint}>
              {addButton}
            </EmptyState>
          ) : (
            <Stack gap="md">
              {health.data !== undefined && <Regions regions={health.data.regions} />}
              {all.map((provider) => (
                <ProviderCard
                  key={provider.id}
                  provider={provider}
                  deployments={health.data?.deployments.filter((one) => one.provider === provider.name) ?? []}
                  credentials={health.data?.credentials.filter((one) => one.provider === provider.name) ?? []}
                  now={health.data?.at ?? 0}
                  onEdit={() => setEdited(provider)}
                  onRotate={() => setRotated(provider)}
                />
              ))}
            </Stack>
          )
        }
      </Loaded>
      {edited !== null && (
        <ProviderForm saved={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
      {rotated !== null && <RotateCredential provider={rotated} onClose={() => setRotated(null)} />}
    </Frame>
  )
}

interface ProviderCardProps {
  readonly provider: Provider
  readonly deployments: readonly DeploymentHealth[]
  readonly credentials: Health['credentials']
  readonly now: number
  readonly onEdit: () => void
  readonly onRotate: () => void
}

function ProviderCard(props: ProviderCardProps) {
  const { provider, deployments, credentials, now, onEdit, onRotate } = props
  const { name, kind, baseUrl, region, apiKey } = provider
  const { columns } = texts.providers
  const facts = [
    [columns.region, region ?? '–'],
    [columns.deployments, String(provider.deployments)],
  ] as const
  return (
    <Card withBorder component="section" aria-label={name}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Group gap="xs">
            <Text fw={600}>{name}</Text>
            <Badge variant="light" tt="none">
              {kind}
            </Badge>
            <SourceBadge source={provider.source} />
          </Group>
          <ProviderActions provider={provider} onEdit={onEdit} onRotate={onRotate} />
        </Group>
        {baseUrl !== null && (
          <Text size="sm" c="dimmed" mt={-8} style={{ overflowWrap: 'anywhere' }}>
            {baseUrl}
          </Text>
        )}
        <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md" verticalSpacing="xs">
          {facts.map(([label, value]) => (
            <Fact key={label} label={label}>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {value}
              </Text>
            </Fact>
          ))}
          <Fact label={columns.key}>
            {
              <Text size="sm" ff="monospace">
                {apiKey ?? '–'}
              </Text>
            }
          </Fact>
          <Fact label={columns.lastUse}>
            <LastUse provider={name} />
          </Fact>
        </SimpleGrid>
        <BenchedCredentials credentials={credentials} now={now} />
        <DeploymentRows deployments={deployments} now={now} />
      </Stack>
    </Card>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      {children}
    </div>
  )
}
