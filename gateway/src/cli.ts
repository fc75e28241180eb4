import { COMMANDS } from './cli/index.ts'

const USAGE = `usage: backstay COMMAND [options]

${COMMANDS.map(({ words, summary }) => `  ${words.join(' ').padEnd(14)}  ${summary}`).join('\n')}

Every command explains its options with --help; --version says which Backstay this is.
`

const WRONG_USAGE = 2

/** Finds the command whose words the arguments start with and runs it; answers the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const command = COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word))
  if (command !== undefined) return command.run(args.slice(command.words.length), process)
  const [first] = args
  if (first === '--help' || first === '-h') {
    process.stdout.write(USAGE)
    return 0
  }
  process.stderr.write(first === undefined ? USAGE : await wrong(args))
  return WRONG_USAGE
}

/** What was probably meant: the words of a command come before its options. */
async function wrong([first = '', second = '']: readonly string[]): Promise<string> {
  const { closest } = await import('#snapshot/closest')
  const names = COMMANDS.map(({ words }) => words.join(' '))
  const begun = names.filter((name) => name.startsWith(`${first} `))
  const asked = begun.length === 0 || second.startsWith('-') ? first : `${first} ${second}`.trim()
  const near = closest(asked, names)
  const meant = near === null ? begun : [near]
  const hint = meant.length === 0 ? '' : ` Did you mean ${meant.map((name) => `"${name}"`).join(' or ')}?`
  return `There is no command "${asked}".${hint}\n"backstay --help" lists all.\n`
}

process.exitCode = await main(process.argv.slice(2))
