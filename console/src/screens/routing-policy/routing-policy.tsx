import { Alert, Button, Card, Group, Radio, Stack, Switch } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Settings } from '#api/resources'
import { settingsQuery } from '#api/resources'
import type { SettingsChange } from '#api/settings-changes'
import { changeSettings } from '#api/settings-changes'
import { useChange } from '#api/use-change'
import { ChangeableBy } from '#parts/changeable-by'
import { ErrorNote } from '#parts/error-note'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { useUnsavedChanges } from '#parts/unsaved-changes'
import { texts } from '#texts'
import { DefaultList } from './default-list.tsx'

const { routingPolicy } = texts

/** What holds for every request of the organisation. */
export function Page() {
  const settings = useQuery({ ...settingsQuery, refetchOnWindowFocus: false })
  return (
    <Frame title={routingPolicy.title} about={routingPolicy.about}>
      <Loaded query={settings}>
        {(data) => (
          <ChangeableBy permission="settings:write">
            <Policy key={data.revision} settings={data} />
          </ChangeableBy>
        )}
      </Loaded>
    </Frame>
  )
}

interface PolicyDraft {
  readonly enabled: boolean
  readonly list: readonly string[]
  readonly routing: Settings['fallback']['routing']
  readonly override: boolean
  readonly refusalLock: boolean
}

function Policy({ settings }: { readonly settings: Settings }) {
  const { fallback, organisation, declared } = settings
  const saved: PolicyDraft = {
    enabled: organisation.routing.enabled,
    list: fallback.default,
    routing: fallback.routing,
    override: organisation.allowRequestOverride,
    refusalLock: organisation.refusalLock,
  }
  const [draft, setDraft] = useState(saved)
  const changed = changesOf(saved, draft)
  const save = useChange((body: SettingsChange) => changeSettings(settings, body), {
    done: texts.resources.saved,
  })
  useUnsavedChanges(changed !== null && !save.isSuccess)
  const change = (part: Partial<PolicyDraft>): void => setDraft({ ...draft, ...part })
  const isDeclared = (path: string): boolean => declared.includes(path)
  return (
    <Stack gap="lg" maw={820}>
      {!organisation.routing.enabled && (
        <Alert color="orange" variant="light" icon={<IconRoute aria-hidden />} role="alert">
          {routingPolicy.off}
        </Alert>
      )}
      <Card withBorder>
        <Toggle
          label={routingPolicy.enabled}
          hint={routingPolicy.enabledHint}
          checked={draft.enabled}
          declared={isDeclared('organisation.routing')}
          onChange={(enabled) => change({ enabled })}
        />
      </Card>
      <Card withBorder>
        <DefaultList
          list={draft.list}
          declared={isDeclared('fallback.default')}
          onChange={(list) => change({ list })}
        />
      </Card>
      <Card withBorder>
        <ProviderRouting
          value={draft.routing}
          declared={isDeclared('fallback.routing')}
          onChange={(routing) => change({ routing })}
        />
      </Card>
      <Card withBorder>
        <Stack gap="md">
          <Toggle
            label={routingPolicy.override}
            hint={routingPolicy.overrideHint}
            checked={draft.override}
            declared={isDeclared('organisation.allowRequestOverride')}
            onChange={(override) => change({ override })}
          />
          <Toggle
            label={routingPolicy.refusal}
            hint={routingPolicy.refusalHint}
            checked={draft.refusalLock}
            declared={isDeclared('organisation.refusalLock')}
            onChange={(refusalLock) => change({ refusalLock })}
          />
        </Stack>
      </Card>
      {save.error !== null && <ErrorNote error={save.error} />}
      <Group>
        <Button
          disabled={changed === null}
          loading={save.isPending}
          onClick={() => changed !== null && save.mutate(changed)}
        >
          {texts.resources.save}
        </Button>
        <Button variant="default" disabled={changed === null} onClick={() => setDraft(saved)}>
          {texts.resources.cancel}
        </Button>
      </Group>
    </Stack>
  )
}

/** What is sent: only what was changed; `null`: nothing. */
function changesOf(saved: PolicyDraft, draft: PolicyDraft): SettingsChange | null {
  const fallback = {
    ...(draft.list.join('\n') === saved.list.join('\n') ? {} : { default: [...draft.list] }),
    ...(draft.routing === saved.routing ? {} : { routing: draft.routing }),
  }
  const organisation = {
    ...(draft.enabled === saved.enabled ? {} : { routing: { enabled: draft.enabled } }),
    ...(draft.override === saved.override ? {} : { allowRequestOverride: draft.override }),
    ...(draft.refusalLock === saved.refusalLock ? {} : { refusalLock: draft.refusalLock }),
  }
  const parts = [
    Object.keys(fallback).length > 0 ? { fallback } : {},
    Object.keys(organisation).length > 0 ? { organisation } : {},
  ]
  const body = Object.assign({}, ...parts) as SettingsChange
  return Object.keys(body).length === 0 ? null : body
}

interface ToggleProps {
  readonly label: string
  readonly hint: string
  readonly checked: boolean
  readonly declared: boolean
  readonly onChange: (checked: boolean) => void
}

function Toggle({ label, hint, checked, declared, onChange }: ToggleProps) {
  return (
    <Switch
      label={label}
      description={declared ? `${hint} ${routingPolicy.declared}` : hint}
      checked={checked}
      disabled={declared}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  )
}

interface ProviderRoutingProps {
  readonly value: PolicyDraft['routing']
  readonly declared: boolean
  readonly onChange: (value: PolicyDraft['routing']) => void
}

function ProviderRouting({ value, declared, onChange }: ProviderRoutingProps) {
  const names = Object.keys(routingPolicy.routings) as PolicyDraft['routing'][]
  return (
    <Radio.Group
      label={routingPolicy.routing}
      labelProps={{ fz: 'lg', fw: 650 }}
      description={declared ? routingPolicy.declared : undefined}
      value={value}
      onChange={(chosen) => onChange(chosen)}
    >
      <Stack gap="xs" mt="xs">
        {names.map((name) => (
          <Radio
            key={name}
            value={name}
            label={routingPolicy.routings[name]}
            description={routingPolicy.routingHints[name]}
            disabled={declared}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
