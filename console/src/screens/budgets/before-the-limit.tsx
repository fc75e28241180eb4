import { Anchor, Card, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { chainsQuery } from '#api/queries'
import { percent } from '#format/figures'
import { texts } from '#texts'

const words = texts.budgets.earlier
/** Of a cost trigger that does not say when. */
const USUAL_SHARE = 0.8
const ACT_EARLY = ['cost', 'all']

/** Which chains ask cheaper models before a budget is spent. */
export function BeforeTheLimit() {
  const { data: chains = [] } = useQuery(chainsQuery)
  const early = chains.flatMap(({ id, name, triggers = [] }) => {
    const cost = triggers
      .map((one): CostTrigger => (typeof one === 'string' ? { type: one } : one))
      .find(({ type }) => ACT_EARLY.includes(type))
    if (cost === undefined || cost.enabled === false) return []
    return [{ id, name, from: cost.threshold ?? USUAL_SHARE, to: cost.to ?? null }]
  })
  return (
    <Card withBorder component="section" aria-labelledby="earlier">
      <Stack gap="xs">
        <Title order={2} size="h5" id="earlier">
          {words.title}
        </Title>
        <Text size="sm" c="dimmed">
          {early.length === 0 ? words.none : words.about}
        </Text>
        {early.length > 0 && (
          <List size="sm">
            {early.map(({ id, name, from, to }) => (
              <List.Item key={id}>
                <Anchor
                  component={Link}
                  to={`/chains/${encodeURIComponent(id)}`}
                  size="sm"
                  underline="always"
                >
                  {name}
                </Anchor>{' '}
                {words.at(percent(from), to)}
              </List.Item>
            ))}
          </List>
        )}
      </Stack>
    </Card>
  )
}

interface CostTrigger {
  readonly type: string
  readonly enabled?: boolean
  readonly threshold?: number
  readonly to?: string
}
