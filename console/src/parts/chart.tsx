import 'uplot/dist/uPlot.min.css'
import { Box, useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import UPlot from 'uplot'

export interface Line {
  readonly label: string
  /** A color of the theme. */
  readonly color: string
  readonly values: readonly (number | null)[]
  /** Bars instead of a line. */
  readonly bars?: boolean
}

interface ChartProps {
  /** What it shows, for those who do not see it. */
  readonly label: string
  /** Milliseconds since 1970, ascending. */
  readonly times: readonly number[]
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
  readonly height?: number
}

const HEIGHT_PX = 180
const AXIS_PX = 56
const LEGEND_PX = 28
const BAR_SHARE = 0.8
const BAR_MAX_PX = 40

/** Values over time. */
export function Chart({ label, times, lines, format, height = HEIGHT_PX }: ChartProps) {
  const { ref, width } = useElementSize()
  const mount = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  const plot = useRef<UPlot | null>(null)
  const data = useMemo<UPlot.AlignedData>(
    () => [times.map((time) => time / 1_000), ...lines.map(({ values }) => [...values])],
    [times, lines],
  )
  const shape = lines.map((line) => `${line.label} ${line.color} ${String(line.bars)}`).join('|')
  const draw = useEffectEvent(
    (place: HTMLElement) => new UPlot(optionsOf({ width, height, scheme, lines, format }), data, place),
  )
  useEffect(() => {
    if (mount.current === null || width === 0) return undefined
    const drawn = draw(mount.current)
    plot.current = drawn
    return () => {
      drawn.destroy()
      plot.current = null
    }
  }, [width, height, scheme, shape])
  useEffect(() => plot.current?.setData(data), [data])
  return (
    <Box
      ref={ref}
      role="img"
      aria-label={label}
      h={height + (lines.length > 1 ? LEGEND_PX : 0)}
      pos="relative"
      style={{ overflow: 'hidden' }}
    >
      {/* Out of the flow, so that what is drawn never keeps the page from becoming narrower. */}
      <Box ref={mount} pos="absolute" inset={0} />
    </Box>
  )
}

interface Drawing {
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  readonly lines: readonly Line[]
  readonly format: (value: number) => string
}

function optionsOf({ width, height, scheme, lines, format }: Drawing): UPlot.Options {
  const text = colorOf(scheme === 'dark' ? 'dark-1' : 'gray-7')
  const grid = { stroke: colorOf(scheme === 'dark' ? 'dark-4' : 'gray-2'), width: 1 }
  const axis = { stroke: text, grid, ticks: grid, font: '11px system-ui, sans-serif' }
  return {
    width,
    height,
    legend: { show: lines.length > 1, live: false },
    cursor: { y: false },
    scales: { y: { range: (_plot, _min, max) => [0, Math.max(max * 1.1, Number.MIN_VALUE) || 1] } },
    axes: [
      { ...axis, values: timesOfDay },
      { ...axis, size: AXIS_PX, values: (_plot, values) => values.map(format) },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: colorOf(`${line.color}-${scheme === 'dark' ? 5 : 7}`),
        fill: line.bars === true ? `${colorOf(`${line.color}-${scheme === 'dark' ? 5 : 7}`)}80` : undefined,
        width: 2,
        points: { show: false },
        ...(line.bars === true && { paths: UPlot.paths.bars?.({ size: [BAR_SHARE, BAR_MAX_PX] }) }),
      })),
    ],
  }
}

const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const DAY = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' })
const DAY_S = 86_400

function timesOfDay(_plot: UPlot, seconds: readonly number[]): string[] {
  const apart = (seconds[1] ?? 0) - (seconds[0] ?? 0)
  return seconds.map((at) => (apart >= DAY_S ? DAY : TIME).format(at * 1_000))
}

function colorOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--mantine-color-${name}`).trim()
}
