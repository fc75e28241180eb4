import { Box, Loader, Table } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { ReactNode } from 'react'
import { memo, useEffect, useRef } from 'react'
import { texts } from '#texts'
import styles from './virtual-table.module.css'

export interface Column<Row> {
  readonly header: string
  /** In pixels; together they are the least width of the table. */
  readonly width: number
  /** Figures stand on the right. */
  readonly end?: boolean
  readonly cell: (row: Row) => ReactNode
}

interface VirtualTableProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** Called when the end comes into sight: more may be loaded. */
  readonly onEnd?: () => void
  readonly loadingMore?: boolean
}

const ROW_PX = 40
const OVERSCAN = 6
/** So many rows before the end more are asked for. */
const AHEAD = 20

/** A table of which only what is in sight is in the page, however many rows there are. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, rows, columns, rowKey, onEnd, loadingMore = false } = props
  const box = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by what it returns
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - AHEAD) onEnd?.()
  }, [last, rows.length, onEnd])
  const before = shown[0]?.start ?? 0
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <Box
      ref={box}
      tabIndex={0}
      role="region"
      aria-label={label}
      mah="calc(100vh - 15rem)"

      style={SCROLLING}
    >
      <Table
        stickyHeader
        highlightOnHover
        layout="fixed"
        miw={columns.reduce((sum, { width }) => sum + width, 0)}
        aria-rowcount={rows.length + 1}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ header, width, end }) => (
              <Table.Th
                key={header}
                w={width}
                ta={end === true ? 'end' : undefined}
                className={styles['cell']}
              >
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Gap height={before} />
          {shown.map(({ index }) => {
            const row = rows[index]
            return row === undefined ? null : (
              <Row key={rowKey(row)} row={row} columns={columns} index={index} />
            )
          })}
          <Gap height={after} />
        </Table.Tbody>
      </Table>
      {loadingMore && <Loader size="sm" m="sm" aria-label={texts.shell.loading} />}
    </Box>
  )
}

const SCROLLING = {
  overflow: 'auto',
  border: '1px solid var(--mantine-color-default-border)',
  borderRadius: 'var(--mantine-radius-sm)',
} as const

function Gap({ height }: { readonly height: number }) {
  return height <= 0 ? null : <tr aria-hidden style={{ height }} />
}

interface RowProps<Data> {
  readonly row: Data
  readonly columns: readonly Column<Data>[]
  readonly index: number
}

function PlainRow<Data>({ row, columns, index }: RowProps<Data>) {
  return (
    <tr className={ROW} data-with-row-border data-hover aria-rowindex={index + 2} style={HEIGHT}>
      {columns.map(({ header, end, cell }) => (
        <td key={header} className={end === true ? CELL_AT_END : CELL}>
          {cell(row)}
        </td>
      ))}
    </tr>
  )
}

/** Only rows that come into sight are rendered while the table is scrolled. */
const Row = memo(PlainRow) as typeof PlainRow

// Rows and cells as Mantine has them, without what each of its components costs: there are hundreds, made anew while it moves.
const ROW = Table.Tr.classes?.['tr']
const CELL = `${Table.Td.classes?.['td']} ${styles['cell']}`
const CELL_AT_END = `${CELL} ${styles['end']}`
const HEIGHT = { height: ROW_PX }
