// Loaded ahead of a gateway: SIGUSR2 sets the time of day an hour forth, and back again.

const HOUR_MS = 3_600_000
const now = Date.now.bind(Date)
let offset = 0

Date.now = () => now() + offset
process.on('SIGUSR2', () => {
  offset = offset === 0 ? HOUR_MS : 0
})
