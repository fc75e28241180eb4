import type { CSSVariablesResolver } from '@mantine/core'
import { createTheme } from '@mantine/core'
import { texts } from '#texts'

const CLOSE = { 'aria-label': texts.shell.close }

/** How the console looks, beside what Mantine does by itself. */
export const theme = createTheme({
  primaryColor: 'blue',
  // Text on filled surfaces keeps 4.5:1 in both schemes.
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  colors: {
    // Mantine's, but for the borders of fields, which are seen on cards as well.
    dark: [
      '#c9c9c9',
      '#b8b8b8',
      '#828282',
      '#696969',
      '#565656',
      '#3b3b3b',
      '#2e2e2e',
      '#242424',
      '#1f1f1f',
      '#141414',
    ],
  },
  components: {
    // In the middle of the line that it stands in.
    Badge: { styles: { root: { verticalAlign: 'middle' } } },
    // What is said of a field stands below it, so that fields beside each other are in one line.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    // Browsers give it a margin.
    Fieldset: { defaultProps: { mx: 0 } },
    Switch: { defaultProps: { withThumbIndicator: false } },
    NavLink: { styles: { root: { borderRadius: 'var(--mantine-radius-sm)' } } },
    Modal: { defaultProps: { closeButtonProps: CLOSE }, styles: { title: { fontWeight: 650 } } },
    Notification: { defaultProps: { closeButtonProps: CLOSE } },
  },
})

/** Colors of text that Mantine makes too pale for 4.5:1 on light surfaces. */
export const contrast: CSSVariablesResolver = ({ colors }) => {
  const light: Record<string, string> = {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    // What cannot be changed is read all the same.
    '--mantine-color-disabled-color': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
  }
  const dark: Record<string, string> = {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
    '--mantine-color-disabled': 'var(--mantine-color-dark-5)',
    '--mantine-color-disabled-color': 'var(--mantine-color-dark-1)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
  }
  for (const name of Object.keys(colors)) {
    light[`--mantine-color-${name}-light-color`] = DEEP[name] ?? `var(--mantine-color-${name}-9)`
    // Under the mouse as well.
    light[`--mantine-color-${name}-light-hover`] = `var(--mantine-color-${name}-1)`
    light[`--mantine-color-${name}-text`] = DEEP[name] ?? `var(--mantine-color-${name}-9)`
    dark[`--mantine-color-${name}-light-color`] = `var(--mantine-color-${name}-2)`
    dark[`--mantine-color-${name}-text`] = `var(--mantine-color-${name}-3)`
  }
  // Not darker than the card that it stands on.
  dark['--mantine-color-gray-light'] = 'var(--mantine-color-dark-5)'
  return { variables: {}, light, dark }
}

/** Where the deepest shade is not deep enough. */
const DEEP: Readonly<Record<string, string>> = {
  yellow: '#8a4b00',
  orange: '#9c3a06',
  teal: '#066b4c',
  green: '#1f6b2c',
  cyan: '#08626f',
  lime: '#4a6b0a',
}
