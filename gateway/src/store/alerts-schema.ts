/** Tables of what operators are told of. */
export interface AlertsSchema {
  webhooks: WebhookTable
  alerts_sent: SentAlertTable
  alert_deliveries: AlertDeliveryTable
}

/** Where alerts are posted to. */
export interface WebhookTable {
  id: string
  organisation: string
  name: string
  url: string
  /** JSON: kinds of alerts. */
  alerts: string
  fallback_share: number
  /** 0 or 1. */
  enabled: number
  /** The secret that signs, encrypted. */
  sealed: string
  sealed_under: string
  revision: number
  sent_at: number | null
  /** What became of it; empty: delivered. */
  sent_detail: string | null
}

/** When something was last told, so that it is told once by all processes together. */
interface SentAlertTable {
  id: string
  at: number
  /** How often it has happened since. */
  repeated: number
}

/** An alert that a webhook has not taken yet, or one of the last that it has, or that were given up. */
export interface AlertDeliveryTable {
  /** Of the message, the same at every try. */
  id: string
  webhook: string
  /** JSON, as it is posted. */
  body: string
  /** Tries that are over. */
  tried: number
  /** When anybody may try; while somebody does, when that is given up; once it has ended, never. */
  due_at: number
  created_at: number
  /** When it was taken or given up; `null`: it waits. */
  ended_at: number | null
  /** Why the last try failed; empty: it was taken; `null`: no try is over. */
  detail: string | null
}
