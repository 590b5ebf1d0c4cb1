import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';

import { formatUtcDay } from '@/lib/time';

import 'uplot/dist/uPlot.min.css';
import css from './time-chart.module.css';

interface TimeChartProps {
  /** Seconds since 1970, ascending. */
  times: readonly number[];
  /** Drawn as an area. */
  values: readonly number[];
  /** Drawn as a line above it. */
  trend: readonly number[];
  height: number;
  onPoint: (index: number | undefined) => void;
}

/** A series over days. The values are said by whoever holds the chart, in its legend and table. */
export function TimeChart({ times, values, trend, height, onPoint }: TimeChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const point = useRef(onPoint);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    point.current = onPoint;
  }, [onPoint]);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const options = optionsFor(element, height, (index) => point.current(index));
    const chart = new UPlot(options, [[...times], [...values], [...trend]], element);
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
    // The colours are read from the page, so a change of theme draws the chart again.
  }, [times, values, trend, height, scheme]);
  return <div ref={box} className={css.chart} style={{ height }} />;
}

const dayLabel = (seconds: number): string => formatUtcDay(seconds * 1000);

function optionsFor(
  element: HTMLElement,
  height: number,
  onPoint: (index: number | undefined) => void,
): UPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour('--mute'),
    font: `11px ${style.fontFamily}`,
    ticks: { show: false },
    grid: { stroke: colour('--line'), width: 1 },
  };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
    axes: [
      { ...axis, size: 26, grid: { show: false }, space: 70, values: (_, splits) => splits.map(dayLabel) },
      {
        ...axis,
        size: 40,
        incrs: [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000, 10000, 50000],
      },
    ],
    series: [
      {},
      { stroke: colour('--bar'), fill: colour('--accent-soft'), width: 1, points: { show: false } },
      { stroke: colour('--bar-strong'), width: 2, points: { show: false } },
    ],
    hooks: { setCursor: [(chart) => onPoint(chart.cursor.idx ?? undefined)] },
  };
}
