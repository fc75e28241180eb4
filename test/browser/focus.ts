import type { Page } from 'playwright-core'

interface Walk {
  /** Controls that the Tab key did not come to. */
  readonly unreached: readonly string[]
  /** Controls that do not show that they have the focus. */
  readonly unseen: readonly string[]
}

/** Presses Tab from the top of the page to its end, or from the end of the navigation on. */
export async function watchFocus(page: Page, part: 'body' | 'main'): Promise<Walk> {
  const controls = await page.evaluate<number>(watching(part))
  // Some more: groups of radios and lists that scroll are stops as well.
  for (let n = 0; n < controls + 5; n++) await page.keyboard.press('Tab')
  return page.evaluate<Walk>('window.walked()')
}

/** Looks of everything that can have the focus, before anything has it; then what had it, and whether its looks changed. */
const watching = (part: string): string => `(() => {
  const named = (one) => one.tagName + ' ' + (one.getAttribute('aria-label') || one.labels?.[0]?.textContent || one.name || one.textContent || one.id).trim().slice(0, 60)
  // The mark may be around it, or be what stands for it.
  const around = (one) => [one, one.nextElementSibling, one.previousElementSibling, one.parentElement, one.parentElement?.nextElementSibling,
    one.closest('[data-with-pills], .mantine-PillsInput-input, .mantine-Input-input')].filter((other) => other instanceof Element)
  const looks = (one) => around(one).map((other) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(other)
    return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor].join(' ')
  }).join('; ')
  const isStop = (one) => {
    if (one.matches(':disabled, [tabindex="-1"]') || one.closest('[inert], [aria-hidden=true], :disabled')) return false
    if (one.type === 'radio') {
      // One stop for all of them: the one that is chosen.
      const group = [...document.querySelectorAll('input[type=radio]')].filter((other) => other.name === one.name)
      return one.checked || (!group.some((other) => other.checked) && group[0] === one)
    }
    return one.checkVisibility({ visibilityProperty: true })
  }
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex]')]
    .filter((one) => one.closest('${part}') !== null && isStop(one))
  // What changes slowly is not waited for.
  const still = new CSSStyleSheet()
  still.replaceSync('* { transition: none !important }')
  document.adoptedStyleSheets.push(still)
  document.activeElement?.blur()
  if ('${part}' === 'main') [...document.querySelectorAll('nav a[href]')].at(-1).focus()
  const before = new Map(stops.map((one) => [one, looks(one)]))
  const reached = new Set()
  const unseen = new Set()
  document.addEventListener('focusin', ({ target }) => {
    reached.add(target)
    if (before.has(target) && before.get(target) === looks(target)) unseen.add(named(target))
  })
  window.walked = () => ({
    unreached: stops.filter((one) => one.isConnected && !reached.has(one)).map(named),
    unseen: [...unseen],
  })
  // A field for a moment has a stop for each of its parts.
  return stops.reduce((sum, one) => sum + (one.type?.startsWith('date') ? 8 : 1), 0)
})()`
