export const states = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  open: 'Breaker open',
  half_open: 'Being probed',
  cooling: 'Cooling down',
  benched: 'Credential benched',
  forced_open: 'Forced open',
  drained: 'Drained',
  disabled: 'Disabled',
} as const
