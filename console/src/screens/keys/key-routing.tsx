import { Alert, Anchor, Indicator, Stack, Tabs, Text } from '@mantine/core'
import { MODEL_TYPES } from '@backstay/contract/vocabulary'
import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApiKey, ModelType } from '#api/resources'
import { settingsQuery } from '#api/resources'
import { texts } from '#texts'
import { TypeRouting } from './type-routing.tsx'

/** The routing of a key: a policy for each type of model. */
export function KeyRouting({ apiKey }: { readonly apiKey: ApiKey }) {
  const settings = useQuery(settingsQuery)
  const first: ModelType = MODEL_TYPES.find((type) => apiKey.routing[type] !== undefined) ?? 'chat'
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.keyRouting.about}
      </Text>
      {settings.data?.organisation.routing.enabled === false && (
        <Alert color="orange" variant="light" icon={<IconRoute aria-hidden />} role="alert">
          {texts.keyRouting.off}{' '}
          <Anchor component={Link} to="/routing" size="sm">
            {texts.keyRouting.offLink}
          </Anchor>
        </Alert>
      )}
      <Tabs defaultValue={first} variant="outline" keepMounted={false}>
        <Tabs.List>
          {MODEL_TYPES.map((type) => (
            <Tabs.Tab key={type} value={type}>
              <Indicator disabled={apiKey.routing[type] === undefined} size={7} offset={-4} color="blue">
                {texts.keyRouting.types[type]}
              </Indicator>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {MODEL_TYPES.map((type) => (
          <Tabs.Panel key={type} value={type} pt="md">
            <TypeRouting key={apiKey.revision} apiKey={apiKey} type={type} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  )
}
