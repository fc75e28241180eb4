/** A screen as somebody comes to it, and how it is moved. */
export interface Screen {
  readonly name: string
  readonly path: string
  /** An expression that is true once the data is in the page. */
  readonly shown: string
  /** What scrolls, as a selector; `null`: the page. */
  readonly list: string | null
  /** What narrows the list down, as a selector; `null`: nothing does. */
  readonly filter: string | null
  /** What is typed there, and deleted again. */
  readonly typed: string
}

const region = (label: string): string => `[role=region][aria-label="${label}"]`
const rows = (label: string): string =>
  `document.querySelectorAll('${region(label)} [aria-rowindex]').length > 5`

/** The screens whose lists are long in a large workspace. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'overview',
    path: '/',
    shown: `document.querySelector('[title="model-1/provider-1"]') !== null && document.querySelector('section[aria-labelledby=traffic] canvas') !== null`,
    list: null,
    filter:
      'section[aria-labelledby=deployments] input[type=text], section[aria-labelledby=deployments] input:not([type])',
    typed: 'model-77',
  },
  {
    name: 'models',
    path: '/models',
    shown: rows('Models'),
    list: region('Models'),
    filter: 'main input',
    typed: 'model-77',
  },
  {
    name: 'providers',
    path: '/providers',
    shown: `document.querySelectorAll('section[aria-label^="provider-"]').length === 20 && document.body.textContent.includes('model-19/provider-19')`,
    list: null,
    filter: null,
    typed: '',
  },
  {
    name: 'usage',
    path: '/usage?range=month',
    shown: rows('Usage'),
    list: region('Usage'),
    filter: 'search input[aria-haspopup=listbox]:not([readonly])',
    typed: 'model-77',
  },
  {
    name: 'API keys',
    path: '/keys',
    shown: rows('API keys'),
    list: region('API keys'),
    filter: 'main input',
    typed: 'key-77',
  },
  {
    name: 'events',
    path: '/events',
    shown: rows('Events'),
    list: region('Events'),
    filter: 'main input[aria-haspopup=listbox]',
    typed: 'request',
  },
]
