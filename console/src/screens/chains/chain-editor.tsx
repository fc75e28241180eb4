import { Button, Card, Fieldset, Group, Stack, Tabs, Text, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '#api/api-error'
import type { Chain, ChainBody, ChainProblem } from '#api/chains'
import { changeChain, createChain } from '#api/chains'
import { useMay } from '#api/permissions'
import { healthQuery } from '#api/queries'
import { useChange } from '#api/use-change'
import { CodeEditor } from '#parts/code-editor'
import { ErrorNote } from '#parts/error-note'
import { useUnsavedChanges } from '#parts/unsaved-changes'
import { texts } from '#texts'
import { AttemptFields } from './attempt-fields.tsx'
import { bodyOf, changeOf } from './chain-body.ts'
import { ChainConflict } from './chain-conflict.tsx'
import { ChainDrawing } from './chain-drawing.tsx'
import { Problems, told } from './chain-problems.tsx'
import { Explain } from './explain.tsx'
import { StepsField } from './steps-field.tsx'
import { TriggersField } from './triggers-field.tsx'
import type { ChainDraft } from './use-chain-draft.ts'
import { useChainDraft } from './use-chain-draft.ts'

const words = texts.chainEditor

interface ChainEditorProps {
  /** The chain that is changed; `null`: a new one. */
  readonly saved: Chain | null
  readonly initial: ChainBody
}

/** A chain as a drawing, as a form and as YAML, which say the same. */
export function ChainEditor({ saved, initial }: ChainEditorProps) {
  const { data: health } = useQuery(healthQuery)
  const draft = useChainDraft(saved, initial)
  const save = useSaving(draft)
  const may = useMay('chains:write')
  const [kept, setKept] = useState(false)
  const fixed = !may || saved?.source === 'file'
  const { dirty, theirs, validation, result } = draft
  useUnsavedChanges(dirty && !fixed)
  const turn = (tab: string | null): void => {
    if (tab === 'yaml') draft.openYaml()
    setKept(tab === 'form' && !draft.openForm())
  }
  const drawn = result ?? draft.body
  return (
    <Stack gap="lg">
      <Card withBorder>
        <Stack gap="lg">
          <ChainDrawing chain={drawn} health={health} />
          {theirs !== null && dirty && (
            <ChainConflict
              theirs={theirs}
              mine={drawn}
              onTheirs={() => draft.adopt(theirs)}
              onMine={() => draft.insist(theirs)}
            />
          )}
          <Tabs value={draft.yaml === null ? 'form' : 'yaml'} keepMounted={false} onChange={turn}>
            <Tabs.List mb="md">
              <Tabs.Tab value="form">{words.form}</Tabs.Tab>
              <Tabs.Tab value="yaml">{words.yaml}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="form">
              <Form draft={draft} fixed={fixed} />
            </Tabs.Panel>
            <Tabs.Panel value="yaml">
              <Yaml draft={draft} fixed={fixed} />
              {kept && (
                <Text size="sm" c="red" role="alert">
                  {words.notYet}
                </Text>
              )}
            </Tabs.Panel>
          </Tabs>
          {draft.error !== null && <ErrorNote error={draft.error} />}
          {save.error !== null && !isConflict(save.error) && <ErrorNote error={save.error} />}
          {!fixed && (
            <Group>
              <Button
                disabled={
                  (saved !== null && !dirty) || validation?.valid !== true || (theirs !== null && dirty)
                }
                loading={save.isPending}
                onClick={() => result !== null && save.mutate(result)}
              >
                {texts.resources.save}
              </Button>
              {saved !== null && (
                <Button
                  variant="default"
                  disabled={!dirty}
                  onClick={() => draft.base !== null && draft.adopt(theirs ?? draft.base)}
                >
                  {texts.resources.cancel}
                </Button>
              )}
            </Group>
          )}
        </Stack>
      </Card>
      <Explain chain={drawn} replaces={draft.base?.id ?? null} saved={saved !== null && !dirty} />
    </Stack>
  )
}

interface PaneProps {
  readonly draft: ChainDraft
  readonly fixed: boolean
}

function Form({ draft, fixed }: PaneProps) {
  const { base, body, change, dirty, validation } = draft
  // Nobody is told what is missing before they have begun.
  const begun = base !== null || dirty
  return (
    <Fieldset variant="unstyled" disabled={fixed}>
      <Stack gap="lg" maw={860}>
        <TextInput
          label={words.name}
          description={words.nameHint}
          value={body.name}
          required
          maw={420}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <StepsField steps={body.models} disabled={fixed} onChange={(models) => change({ models })} />
        <TriggersField
          triggers={body.triggers}
          disabled={fixed}
          onChange={(triggers) => change({ triggers })}
        />
        <AttemptFields body={body} onChange={change} />
        {!fixed && begun && <Problems validation={validation} />}
      </Stack>
    </Fieldset>
  )
}

function Yaml({ draft, fixed }: PaneProps) {
  const { yaml, validation, write } = draft
  const problems: readonly ChainProblem[] = fixed ? [] : (validation?.problems ?? [])
  return (
    <Stack gap="xs" maw={860}>
      <CodeEditor
        label={words.yamlLabel}
        description={fixed ? undefined : words.yamlHint}
        value={yaml ?? ''}
        readOnly={fixed}
        problems={problems.map((problem) => ({ line: problem.line, message: told(problem) }))}
        onChange={write}
      />
      {validation?.warnings.map((warning) => (
        <Text key={`${warning.path} ${warning.message}`} size="sm" c="dimmed">
          {told(warning)}
        </Text>
      ))}
    </Stack>
  )
}

/** Saves what is written as a new chain, or over what it was made from. */
function useSaving(draft: ChainDraft) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  return useChange(
    async (body: ChainBody) =>
      draft.base === null ? createChain(body) : changeChain(draft.base, changeOf(draft.base, body)),
    {
      done: ({ name }) => words.saved(name),
      onSuccess: (chain) => {
        queries.setQueryData(['chains', chain.id], chain)
        if (draft.base !== null) draft.kept(chain)
        else {
          // What was written is saved: nobody needs to be asked.
          void navigate({ to: `/chains/${encodeURIComponent(chain.id)}`, ignoreBlocker: true })
        }
      },
      onError: (error) => {
        // What somebody else has made of it is shown.
        if (isConflict(error)) void queries.invalidateQueries({ queryKey: ['chains'] })
      },
    },
  )
}

function isConflict(error: Error): boolean {
  return error instanceof ApiError && error.status === 412
}

/** What an editor of a saved chain begins with. */
export function EditChain({ chain }: { readonly chain: Chain }) {
  return <ChainEditor saved={chain} initial={bodyOf(chain)} />
}
