import { Badge, Tooltip } from '@mantine/core'
import { texts } from '#texts'

/** Marks what is declared in the configuration file, and can be changed there only. */
export function SourceBadge({ source }: { readonly source: 'file' | 'store' }) {
  if (source === 'store') return null
  return (
    <Tooltip label={texts.resources.inFile} multiline maw={280}>
      <Badge variant="outline" color="gray" tt="none" size="sm" tabIndex={0}>
        {texts.resources.file}
      </Badge>
    </Tooltip>
  )
}
