import { Button, Checkbox, Group, NumberInput, Stack, Switch, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { ApiError } from '#api/api-error'
import { useChange } from '#api/use-change'
import type { AlertKind, Webhook, WebhookBody } from '#api/webhooks'
import { changeWebhook, createWebhook } from '#api/webhooks'
import { Dialog } from '#parts/dialog'
import { ErrorNote } from '#parts/error-note'
import { showOnce } from '#parts/shown-once'
import { texts } from '#texts'

const words = texts.alerts
const KINDS = Object.keys(words.kinds) as AlertKind[]
const USUAL_SHARE = 0.2
const PERCENT = 100

interface WebhookFormProps {
  /** `null`: a new one. */
  readonly saved: Webhook | null
  readonly onClose: () => void
}

/** Where alerts are posted to, and which. */
export function WebhookForm({ saved, onClose }: WebhookFormProps) {
  const form = useForm({
    initialValues: {
      name: saved?.name ?? '',
      url: saved?.url ?? '',
      alerts: [...(saved?.alerts ?? KINDS)] as string[],
      share: (saved?.fallbackShare ?? USUAL_SHARE) * PERCENT,
      enabled: saved?.enabled ?? true,
    },
    validate: { alerts: (chosen) => (chosen.length > 0 ? null : words.needsOne) },
  })
  const save = useChange(
    async (body: WebhookBody) => {
      if (saved === null) return (await createWebhook(body)).secret
      await changeWebhook(saved, body)
      return null
    },
    {
      done: words.saved(form.values.name),
      onSuccess: (secret) => {
        onClose()
        if (secret === null) return
        showOnce({ title: words.secretTitle, text: words.secretText, secret, done: words.secretDone })
      },
    },
  )
  const field = save.error instanceof ApiError ? save.error.param : null
  const refused = (member: string) => (field === member ? { error: save.error?.message } : {})
  return (
    <Dialog onClose={onClose} size="lg" title={saved === null ? words.addTitle : words.editTitle(saved.name)}>
      <form
        onSubmit={form.onSubmit(({ name, url, alerts, share, enabled }) =>
          save.mutate({
            name: name.trim(),
            url: url.trim(),
            alerts: alerts as AlertKind[],
            fallbackShare: share / PERCENT,
            enabled,
          }),
        )}
      >
        <Stack gap="md">
          <TextInput
            label={words.name}
            required
            data-autofocus
            {...form.getInputProps('name')}
            {...refused('name')}
          />
          <TextInput
            label={words.url}
            description={words.urlHint}
            placeholder="https://"
            type="url"
            required
            {...form.getInputProps('url')}
            {...refused('url')}
          />
          <Checkbox.Group label={words.kindsTitle} {...form.getInputProps('alerts')}>
            <Stack gap={6} mt={6}>
              {KINDS.map((kind) => (
                <Checkbox key={kind} value={kind} label={words.kinds[kind]} />
              ))}
            </Stack>
          </Checkbox.Group>
          <NumberInput
            label={words.share}
            description={words.shareHint}
            suffix=" %"
            min={1}
            max={PERCENT}
            hideControls
            maw={240}
            disabled={!form.values.alerts.includes('fallback-share')}
            {...form.getInputProps('share')}
          />
          <Switch label={words.enabled} {...form.getInputProps('enabled', { type: 'checkbox' })} />
          {save.error !== null && field !== 'name' && field !== 'url' && <ErrorNote error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.resources.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {texts.resources.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
