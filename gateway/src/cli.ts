import { COMMANDS } from './cli/index.ts'

const USAGE = `usage: backstay COMMAND [options]

${COMMANDS.map(({ words, summary }) => `  ${words.join(' ').padEnd(14)} ${summary}`).join('\n')}

Every command explains its options with --help.
`

const WRONG_USAGE = 2

/** Finds the command whose words the arguments start with and runs it; answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const command = COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word))
  if (command !== undefined) return command.run(args.slice(command.words.length))
  const asked = args.length === 0 || args.includes('--help') || args.includes('-h')
  ;(asked ? process.stdout : process.stderr).write(
    asked ? USAGE : `backstay: there is no command "${args.join(' ')}".\n\n${USAGE}`,
  )
  return asked && args.length > 0 ? 0 : WRONG_USAGE
}

process.exitCode = await main(process.argv.slice(2))
