import { Alert, Card, Group, Progress, Stack, Text } from '@mantine/core'
import { IconWallet } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Answer } from '#api/answer'
import { settingsQuery } from '#api/resources'
import { budgetsQuery } from '#api/settings-changes'
import { percent, usd } from '#format/figures'
import { fullMoment } from '#format/moments'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { OrganisationBudget } from './organisation-budget.tsx'

type Budget = Answer<'budgets'>['data'][number]

/** What may be spent, and what has been. */
export function Page() {
  const budgets = useQuery(budgetsQuery)
  const settings = useQuery({ ...settingsQuery, refetchOnWindowFocus: false })
  return (
    <Frame title={texts.budgets.title} about={texts.budgets.about}>
      <Loaded query={budgets}>
        {({ data, unpriced }) => (
          <Stack gap="lg" maw={820}>
            {data.length === 0 && (
              <EmptyState icon={IconWallet} title={texts.budgets.none} hint={texts.budgets.noneHint} />
            )}
            {data.map((budget) => (
              <BudgetCard key={`${budget.owner.kind} ${budget.owner.name}`} budget={budget} />
            ))}
            <Loaded query={settings}>
              {(known) => <OrganisationBudget key={known.revision} settings={known} />}
            </Loaded>
            {unpriced.length > 0 && (
              <Alert color="yellow" variant="light" title={texts.budgets.unpriced}>
                {unpriced.join(', ')}
                <Text size="sm">{texts.budgets.unpricedHint}</Text>
              </Alert>
            )}
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}

const WARN_FROM = 0.8

function BudgetCard({ budget }: { readonly budget: Budget }) {
  const { owner, spentUsd, reservedUsd, share, per, atLimit } = budget
  const color = share >= 1 ? 'red' : share >= WARN_FROM ? 'orange' : 'blue'
  const name = `${texts.budgets.owner[owner.kind]}: ${owner.name}`
  return (
    <Card withBorder component="section" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600}>{name}</Text>
          <Text size="sm">{texts.budgets.spent(usd(spentUsd), usd(budget.usd), per)}</Text>
        </Group>
        <Progress
          value={Math.min(1, share) * 100}
          color={color}
          size="lg"
          aria-label={`${name}: ${percent(share)}`}
        />
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            {[
              texts.budgets.atLimit[atLimit],
              reservedUsd > 0 ? texts.budgets.reserved(usd(reservedUsd)) : null,
            ]
              .filter((text) => text !== null)
              .join(' · ')}
          </Text>
          <Text size="xs" c="dimmed">
            {texts.budgets.renews(fullMoment(Date.parse(budget.renewsAt)))}
          </Text>
        </Group>
      </Stack>
    </Card>
  )
}
