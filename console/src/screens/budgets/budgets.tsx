import { Alert, Anchor, Button, Stack, Text } from '@mantine/core'
import { IconPlus, IconWallet } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Budget } from '#api/budget-changes'
import { useMay } from '#api/permissions'
import { keysQuery, modelsQuery, settingsQuery } from '#api/resources'
import { budgetsQuery } from '#api/settings-changes'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { BeforeTheLimit } from './before-the-limit.tsx'
import { BudgetCard } from './budget-card.tsx'
import type { BudgetHolder } from './budget-form.tsx'
import { BudgetForm } from './budget-form.tsx'

const words = texts.budgets

/** What may be spent, and what has been. */
export function Page() {
  const budgets = useQuery(budgetsQuery)
  const { holders, isFixed } = useHolders()
  // By name, so that what is saved is what is known of them by then.
  const [edited, setEdited] = useState<readonly string[]>([])
  const [first, ...more] = holders.filter(({ name }) => edited.includes(name))
  const without = holders.filter(({ terms }) => terms === null)
  return (
    <Frame
      title={words.title}
      about={words.about}
      actions={
        without.length > 0 && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setEdited(without.map(({ name }) => name))}
          >
            {words.add}
          </Button>
        )
      }
    >
      <Loaded query={budgets}>
        {({ data, unpriced }) => (
          <Stack gap="lg" maw={820}>
            {data.length === 0 && <EmptyState icon={IconWallet} title={words.none} hint={words.noneHint} />}
            {data.map((budget) => {
              const name = nameOf(budget)
              const holder = holders.find((one) => one.name === name)
              return (
                <BudgetCard
                  key={name}
                  budget={budget}
                  name={name}
                  fixed={isFixed(budget) ? texts.resources.inFile : null}
                  {...(holder !== undefined && { onEdit: () => setEdited([name]) })}
                />
              )
            })}
            <BeforeTheLimit />
            {unpriced.length > 0 && <Unpriced names={unpriced} />}
          </Stack>
        )}
      </Loaded>
      {first !== undefined && <BudgetForm holders={[first, ...more]} onClose={() => setEdited([])} />}
    </Frame>
  )
}

function nameOf({ owner }: Pick<Budget, 'owner'>): string {
  return `${words.owner[owner.kind]}: ${owner.name}`
}

/** Whose budgets whoever looks may change here, and which are changed elsewhere. */
function useHolders() {
  const { data: settings } = useQuery({ ...settingsQuery, refetchOnWindowFocus: false })
  const { data: keys = [] } = useQuery({ ...keysQuery, refetchOnWindowFocus: false })
  const { data: budgets } = useQuery(budgetsQuery)
  const may = useMay('budgets:write')
  const declared = settings?.declared.includes('organisation.budget') === true
  const organisation = budgets?.data.find(({ owner }) => owner.kind === 'organisation')
  const ofOrganisation: readonly BudgetHolder[] =
    settings === undefined || declared || !may
      ? []
      : [
          {
            name: organisation === undefined ? words.ofOrganisation : nameOf(organisation),
            owner: { kind: 'organisation', settings },
            terms: settings.organisation.budget ?? null,
          },
        ]
  const ofKeys = keys
    .filter(({ source, revokedAt }) => source === 'store' && revokedAt === null && may)
    .map((apiKey): BudgetHolder => {
      const name = nameOf({ owner: { kind: 'key', name: apiKey.name } })
      return { name, owner: { kind: 'key', apiKey }, terms: apiKey.limits.budget ?? null }
    })
  const isFixed = ({ owner }: Budget): boolean =>
    owner.kind === 'organisation'
      ? declared
      : keys.some((key) => key.name === owner.name && key.source === 'file')
  return { holders: [...ofOrganisation, ...ofKeys], isFixed }
}

function Unpriced({ names }: { readonly names: readonly string[] }) {
  const { data: models = [] } = useQuery(modelsQuery)
  return (
    <Alert color="yellow" variant="light" title={words.unpriced}>
      <Text size="sm">
        {names.map((name, index) => {
          const id = models.find((model) => model.name === name)?.id ?? name
          return (
            <span key={name}>
              {index > 0 && ', '}
              <Anchor
                component={Link}
                to={`/models/${encodeURIComponent(id)}`}
                size="sm"
                c="inherit"
                underline="always"
              >
                {name}
              </Anchor>
            </span>
          )
        })}
      </Text>
      <Text size="sm" mt={4}>
        {words.unpricedHint}
      </Text>
    </Alert>
  )
}
