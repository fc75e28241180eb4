import { defineConfig } from 'oxlint'
import { directionOverrides } from './scripts/directions.ts'

// Wire schemas follow somebody else's protocol: they are as long as it is.
const LONG_FILES: string[] = []

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  env: { node: true, es2026: true },
  ignorePatterns: ['**/dist/**', 'console/src/api/schema.gen.ts', 'coverage/**', 'bench/results/**'],
  rules: {
    'eqeqeq': 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: false, skipComments: false }],
    'max-params': ['error', { max: 3 }],
    'no-empty': 'error',
    'no-param-reassign': ['error', { props: false }],
    'no-var': 'error',
    'prefer-const': 'error',

    'typescript/await-thenable': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/prefer-promise-reject-errors': 'error',
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],

    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
    'unicorn/prefer-node-protocol': 'error',

    // Branded names are made by asserting; what comes from outside is checked by schemas.
    'typescript/no-unsafe-type-assertion': 'off',
    // About windows; ours are worker threads.
    'unicorn/require-post-message-target-origin': 'off',
    // fast-check is meant to be used as one object.
    'import/no-named-as-default': 'off',
    'import/no-named-as-default-member': 'off',
    'import/no-unassigned-import': 'off',
    'no-underscore-dangle': 'off',
    'promise/always-return': 'off',
    // The compiler does this, and knows which switches are exhaustive.
    'typescript/consistent-return': 'off',
    'unicorn/consistent-function-scoping': 'off',
    // Tests of properties and of every row of a table expect under conditions; an expectation may say what it is for.
    'vitest/expect-expect': 'off',
    'vitest/no-conditional-expect': 'off',
    'vitest/valid-expect': ['error', { maxArgs: 2 }],
  },
  overrides: [
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
    { files: ['gateway/src/**'], rules: { 'no-console': 'error' } },
    {
      files: ['gateway/src/cli/**', 'gateway/src/cli.ts', 'gateway/src/main.ts'],
      rules: { 'no-console': 'off' },
    },
    {
      files: ['**/*.test.ts', 'test/**'],
      rules: { 'max-lines-per-function': 'off', 'max-params': 'off', 'typescript/no-misused-spread': 'off' },
    },
    {
      files: ['**/*.js', '**/*.test.ts', 'test/**'],
      rules: {
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
    {
      files: ['console/src/**'],
      env: { browser: true, node: false },
      plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'promise', 'react', 'jsx-a11y'],
      rules: {
        'react/rules-of-hooks': 'error',
        'react/exhaustive-deps': 'error',
        // Knows no dependencies that are there to have an effect run again.
        'react/exhaustive-effect-dependencies': 'off',
        'jsx-a11y/prefer-tag-over-role': 'off',
        'react/react-in-jsx-scope': 'off',
        // Markup is long, not complicated.
        'max-lines-per-function': ['error', { max: 100, skipBlankLines: false, skipComments: false }],
      },
    },
    { files: LONG_FILES, rules: { 'max-lines': 'off' } },
    ...directionOverrides,
  ],
})
