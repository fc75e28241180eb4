import { Badge } from '@mantine/core'
import { texts } from '#texts'

/** Marks what is declared in the configuration file, and can be changed there only. */
export function SourceBadge({ source }: { readonly source: 'file' | 'store' }) {
  if (source === 'store') return null
  return (
    <Badge variant="outline" color="gray" tt="none" size="sm" title={texts.resources.inFile}>
      {texts.resources.file}
    </Badge>
  )
}
