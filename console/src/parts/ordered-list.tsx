import { DragDropContext, Draggable, Droppable } from '@hello-pangea/dnd'
import { ActionIcon, Box, Group, Paper } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconGripVertical, IconX } from '@tabler/icons-react'
import type { CSSProperties, ReactNode } from 'react'
import { useId } from 'react'
import { texts } from '#texts'

interface OrderedListProps<Entry> {
  readonly entries: readonly Entry[]
  /** Different for every entry, and the same while it moves. */
  readonly idOf: (entry: Entry, index: number) => string
  readonly nameOf: (entry: Entry) => string
  readonly onChange: (entries: Entry[]) => void
  readonly children: (entry: Entry, index: number) => ReactNode
  readonly disabled?: boolean
}

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''

/** A list whose order is dragged, or changed by buttons and keys. */
export function OrderedList<Entry>(props: OrderedListProps<Entry>) {
  const { entries, onChange, idOf, disabled = false } = props
  const id = useId()
  const move = (from: number, to: number): void => {
    const next = [...entries]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange(next)
  }
  return (
    <DragDropContext
      nonce={nonce}
      onDragEnd={({ source, destination }) => {
        if (destination !== null && destination.index !== source.index) move(source.index, destination.index)
      }}
    >
      <Droppable droppableId={id}>
        {({ innerRef, droppableProps, placeholder }) => (
          <Box ref={innerRef} {...droppableProps} component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
            {entries.map((entry, index) => (
              <Draggable
                key={idOf(entry, index)}
                draggableId={`${id}${idOf(entry, index)}`}
                index={index}
                isDragDisabled={disabled}
              >
                {(drag) => (
                  <li ref={drag.innerRef} {...drag.draggableProps}>
                    <Row {...props} entry={entry} index={index} move={move} handle={drag.dragHandleProps} />
                  </li>
                )}
              </Draggable>
            ))}
            {placeholder}
          </Box>
        )}
      </Droppable>
    </DragDropContext>
  )
}

interface RowProps<Entry> extends OrderedListProps<Entry> {
  readonly entry: Entry
  readonly index: number
  readonly move: (from: number, to: number) => void
  readonly handle: object | null
}

function Row<Entry>(props: RowProps<Entry>) {
  const { entry, index, handle, nameOf, children, disabled = false } = props
  const name = nameOf(entry)
  const { lists } = texts.resources
  return (
    <Paper withBorder px="xs" py={6} mb={6}>
      <Group gap="xs" wrap="nowrap" align="center">
        {!disabled && (
          <ActionIcon component="div" variant="subtle" color="gray" {...handle} aria-label={lists.drag(name)}>
            <IconGripVertical size={16} aria-hidden />
          </ActionIcon>
        )}
        <Box flex={1} miw={0}>
          {children(entry, index)}
        </Box>
        {!disabled && <Buttons {...props} name={name} />}
      </Group>
    </Paper>
  )
}

/** What leads nowhere does not look as if it were pressed. */
const OFF = { '--mantine-color-disabled': 'transparent', 'opacity': 0.4 } as CSSProperties

/** The same without a mouse, and the way out of the list. */
function Buttons<Entry>({
  entries,
  index,
  name,
  move,
  onChange,
}: RowProps<Entry> & { readonly name: string }) {
  const { lists } = texts.resources
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={index === 0}
        style={index === 0 ? OFF : undefined}
        aria-label={lists.up(name)}
        onClick={() => move(index, index - 1)}
      >
        <IconChevronUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={index === entries.length - 1}
        style={index === entries.length - 1 ? OFF : undefined}
        aria-label={lists.down(name)}
        onClick={() => move(index, index + 1)}
      >
        <IconChevronDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={lists.remove(name)}
        onClick={() => onChange(entries.filter((_, at) => at !== index))}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
