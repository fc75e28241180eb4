import type { UseCase } from '../use-case.ts'
import { apiKeys } from './api-keys.ts'
import { chains } from './chains.ts'
import { changeBudgets } from './change-budgets.ts'
import { changeMember } from './change-member.ts'
import { changeWebhook } from './change-webhook.ts'
import { comeBackFromProvider } from './come-back-from-provider.ts'
import { configurationVersions } from './configuration-versions.ts'
import { explain } from './explain.ts'
import { exportUsage } from './export-usage.ts'
import { getHealth } from './get-health.ts'
import { getSession } from './get-session.ts'
import { getSignInMethods } from './get-sign-in-methods.ts'
import { getMetrics } from './get-metrics.ts'
import { getUsageRecord } from './get-usage-record.ts'
import { listAuditLogs } from './list-audit-logs.ts'
import { inviteMember } from './invite-member.ts'
import { invalidateCache } from './invalidate-cache.ts'
import { keyRouting } from './key-routing.ts'
import { liveEvents } from './live-events.ts'
import { listBudgets } from './list-budgets.ts'
import { listCatalog } from './list-catalog.ts'
import { listEvents } from './list-events.ts'
import { listMembersRoute } from './list-members.ts'
import { listUsage } from './list-usage.ts'
import { models } from './models.ts'
import { openApi } from './open-api.ts'
import { organisations } from './organisations.ts'
import { renameOrganisation } from './rename-organisation.ts'
import { organisationRouting } from './organisation-routing.ts'
import { providers } from './providers.ts'
import { setDeploymentState } from './set-deployment-state.ts'
import { serviceTokens } from './service-tokens.ts'
import { settings } from './settings.ts'
import { simulatedFaults } from './simulated-faults.ts'
import { testDeployments } from './test-deployments.ts'
import { validateChain } from './validate-chain.ts'
import { setPassword } from './set-password.ts'
import { signIn } from './sign-in.ts'
import { signInByLink } from './sign-in-by-link.ts'
import { signInByProvider } from './sign-in-by-provider.ts'
import { signOut } from './sign-out.ts'
import { summarizeUsage } from './summarize-usage.ts'
import { webhookDeliveries } from './webhook-deliveries.ts'
import { webhooks } from './webhooks.ts'

/** Every use case of the admin API, in the order of its description. */
export const USE_CASES = [
  providers,
  models,
  testDeployments,
  listCatalog,
  validateChain,
  chains,
  apiKeys,
  keyRouting,
  organisationRouting,
  settings,
  listBudgets,
  changeBudgets,
  configurationVersions,
  invalidateCache,
  explain,
  getHealth,
  setDeploymentState,
  simulatedFaults,
  liveEvents,
  listEvents,
  listUsage,
  summarizeUsage,
  exportUsage,
  getUsageRecord,
  listAuditLogs,
  organisations,
  renameOrganisation,
  listMembersRoute,
  inviteMember,
  changeMember,
  serviceTokens,
  webhooks,
  changeWebhook,
  webhookDeliveries,
  getSignInMethods,
  signIn,
  signInByLink,
  signInByProvider,
  comeBackFromProvider,
  signOut,
  getSession,
  setPassword,
  getMetrics,
  openApi,
] as const satisfies readonly UseCase[]
