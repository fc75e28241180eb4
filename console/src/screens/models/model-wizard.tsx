import { Alert, Button, Group, Paper, Stack, Stepper } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { DeploymentTest } from '#api/model-changes'
import { changeModel, createModel, testDeployments } from '#api/model-changes'
import type { Model } from '#api/resources'
import { useChange } from '#api/use-change'
import { ErrorNote } from '#parts/error-note'
import { useUnsavedChanges } from '#parts/unsaved-changes'
import { texts } from '#texts'
import { missingIn, refusedIn } from './check-draft.ts'
import { ConfigureModel } from './configure-model.tsx'
import { DeployModel } from './deploy-model.tsx'
import { providerFor } from './first-provider.ts'
import type { ModelDraft } from './model-draft.ts'
import { bodyOf, deploymentBody, draftOfCatalog, emptyDraft } from './model-draft.ts'
import { SelectModel } from './select-model.tsx'

const { steps, test } = texts.wizard

interface ModelWizardProps {
  /** What the wizard begins with; `null`: it asks for the model first. */
  readonly initial: ModelDraft | null
  /** The saved model that is edited; `null`: a new one. */
  readonly saved: Model | null
  /** Names of providers by kind, for what is chosen from the catalog. */
  readonly providers: ReadonlyMap<string, string>
}

const SELECT = 0
const CONFIGURE = 1
const DEPLOY = 2

/** Select the model → model configuration → configure deployment → test & continue → save model. */
export function ModelWizard({ initial, saved, providers }: ModelWizardProps) {
  const [step, setStep] = useState(initial === null ? SELECT : CONFIGURE)
  const [draft, setDraft] = useState<ModelDraft>(initial ?? emptyDraft())
  const [dirty, setDirty] = useState(false)
  const tested = useTests(draft, saved)
  const saving = useSaving(draft, saved, () => setDirty(false))
  const [showMissing, setShowMissing] = useState(false)
  useUnsavedChanges(dirty && !saving.isSuccess)
  const change = (part: Partial<ModelDraft>): void => {
    setDraft((before) => ({ ...before, ...part }))
    setDirty(true)
  }
  const begin = (next: ModelDraft): void => {
    setDraft(next)
    setDirty(true)
    setStep(CONFIGURE)
  }
  const missing = missingIn(draft)
  const problems = showMissing && missing.size > 0 ? missing : refusedIn(draft, tested.error ?? saving.error)
  const run = (): void => {
    setShowMissing(true)
    if (missing.size === 0) tested.run()
  }
  const back = saved === null && initial === null ? SELECT : CONFIGURE
  return (
    <Stack gap="lg" maw={960}>
      <Stepper
        active={tested.passed ? DEPLOY + 1 : step}
        size="sm"
        allowNextStepsSelect={false}
        onStepClick={setStep}
      >
        <Stepper.Step label={steps.select} allowStepSelect={back === SELECT} />
        <Stepper.Step label={steps.configure} />
        <Stepper.Step label={steps.deploy} allowStepSelect={draft.name !== ''} />
        <Stepper.Step label={steps.test} allowStepSelect={false} />
      </Stepper>
      {step === SELECT && (
        <SelectModel
          onSelect={(model) => begin(draftOfCatalog(model, providerFor(model.kind, providers)))}
          onManual={() => begin(emptyDraft())}
        />
      )}
      {step === CONFIGURE && <ConfigureModel draft={draft} change={change} />}
      {step === DEPLOY && (
        <DeployModel draft={draft} change={change} outcomes={tested.outcomes} problems={problems} />
      )}
      {step === DEPLOY && tested.told && (
        <Alert color={tested.passed ? 'teal' : 'red'} variant="light" role="status">
          {tested.passed ? test.allPassed : test.someFailed}
        </Alert>
      )}
      {(tested.error ?? saving.error) !== null && (
        <ErrorNote error={(tested.error ?? saving.error) as Error} />
      )}
      {step !== SELECT && (
        <Paper withBorder p="sm">
          <Group justify="space-between">
            <Button variant="default" disabled={step <= back} onClick={() => setStep(step - 1)}>
              {texts.resources.back}
            </Button>
            {step === CONFIGURE ? (
              <Button disabled={draft.name.trim() === ''} onClick={() => setStep(DEPLOY)}>
                {texts.resources.next}
              </Button>
            ) : (
              <Group gap="xs">
                <Button variant={tested.passed ? 'default' : 'filled'} loading={tested.running} onClick={run}>
                  {tested.told ? test.again : test.run}
                </Button>
                <Button
                  disabled={!tested.passed}
                  title={tested.passed ? undefined : test.needed}
                  loading={saving.isPending}
                  onClick={() => saving.mutate(undefined)}
                >
                  {test.save}
                </Button>
              </Group>
            )}
          </Group>
        </Paper>
      )}
    </Stack>
  )
}

/** Saves the draft as a new model, or over the saved one, and goes to the list. */
function useSaving(draft: ModelDraft, saved: Model | null, onSaved: () => void) {
  const navigate = useNavigate()
  return useChange(
    async () => {
      if (saved === null) await createModel(bodyOf(draft))
      else await changeModel(saved, bodyOf(draft))
    },
    {
      done: test.savedAs(draft.name),
      onSuccess: () => {
        onSaved()
        // What was changed is saved: nobody needs to be asked.
        void navigate({ to: '/models', ignoreBlocker: true })
      },
    },
  )
}

/** Calls the deployments of the draft; what came of it holds until one of them is changed. */
function useTests(draft: ModelDraft, saved: Model | null) {
  const [result, setResult] = useState<{
    draft: ModelDraft
    outcomes: ReadonlyMap<number, DeploymentTest>
  } | null>(null)
  const call = useChange(
    async (under: ModelDraft) => {
      const deployments = under.deployments.map(deploymentBody)
      return testDeployments({ type: under.type, model: saved?.id ?? null, deployments })
    },
    {
      onSuccess: ({ results }, under) => {
        const outcomes = results.flatMap((one) => {
          const card = under.deployments[one.index]?.card
          return card === undefined ? [] : [[card, one] as const]
        })
        setResult({ draft: under, outcomes: new Map(outcomes) })
      },
    },
  )
  const fresh =
    result !== null && result.draft.deployments === draft.deployments && result.draft.type === draft.type
  const outcomes = fresh ? result.outcomes : new Map<number, DeploymentTest>()
  const called = [...outcomes.values()].filter(({ skipped }) => !skipped)
  return {
    run: () => call.mutate(draft),
    running: call.isPending,
    error: call.error,
    outcomes,
    told: fresh,
    passed: fresh && called.every((one) => one.passed),
  }
}
