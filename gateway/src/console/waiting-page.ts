const REFRESH_S = 2

/** Shown while the console is being built; it looks again by itself. */
export function waitingPage(): string {
  return page(
    `<meta http-equiv="refresh" content="${REFRESH_S}">`,
    '<p>The gateway is running. The console is being built; this page looks again by itself.</p>',
  )
}

/** Shown where it could not be built. */
export function failedPage(problem: string): string {
  return page(
    '',
    `<p>The gateway is running, but its console could not be built. Is everything installed (<code>npm ci</code>), and can
<code>console/dist</code> be written? Load this page again to try once more.</p><pre>${escaped(problem)}</pre>`,
  )
}

function page(head: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}
<title>Backstay</title><style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 40rem; margin: 15vh auto; padding: 0 1.5rem }
pre { overflow: auto; padding: .75rem; background: #8882; border-radius: .4rem; font-size: .8rem }
</style></head><body><main><h1>Backstay</h1>${body}</main></body></html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
