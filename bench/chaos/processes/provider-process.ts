import { startSimulator } from '#simulator/simulator'

// A simulated provider as a process, so that it can be stopped like one.

const simulator = await startSimulator({ keepRequests: 0 })
console.log(simulator.baseUrl)
