/** For tests: a published example of fallback chains, as users bring it along. */
export const PUBLISHED_CHAINS = `
# Model fallback configuration
fallback:
  chains:
    - name: "premium-reasoning"
      models:
        - provider: "openai"
          model: "gpt-4-turbo"
          priority: 1
        - provider: "anthropic"
          model: "claude-3-opus"
          priority: 2
        - provider: "google"
          model: "gemini-pro"
          priority: 3
      triggers:
        - type: "rate_limit"
          enabled: true
        - type: "latency"
          threshold_ms: 5000
        - type: "error_rate"
          threshold: 0.05
      retry:
        max_attempts: 3
        backoff: "exponential"
    - name: "fast-chat"
      models:
        - provider: "openai"
          model: "gpt-3.5-turbo"
        - provider: "anthropic"
          model: "claude-instant"
      triggers:
        - type: "all"
`
