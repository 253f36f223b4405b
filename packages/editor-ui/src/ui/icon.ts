/** Icons: lucide's shapes, tree-shaken at build and rendered as inline SVG. Nothing is fetched. */
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit/html.js';
import type { IconNode } from 'lucide';

type Attributes = IconNode[number][1];

const value = (attributes: Attributes, name: string): string | number | typeof nothing => attributes[name] ?? nothing;

const shapes: Readonly<Record<string, (a: Attributes) => SVGTemplateResult>> = {
  path: (a) => svg`<path d=${value(a, 'd')} />`,
  line: (a) => svg`<line x1=${value(a, 'x1')} x2=${value(a, 'x2')} y1=${value(a, 'y1')} y2=${value(a, 'y2')} />`,
  circle: (a) => svg`<circle cx=${value(a, 'cx')} cy=${value(a, 'cy')} r=${value(a, 'r')} fill=${value(a, 'fill')} />`,
  rect: (a) =>
    svg`<rect x=${value(a, 'x')} y=${value(a, 'y')} width=${value(a, 'width')} height=${value(a, 'height')} rx=${value(a, 'rx')} ry=${value(a, 'ry')} />`,
  polyline: (a) => svg`<polyline points=${value(a, 'points')} />`,
  polygon: (a) => svg`<polygon points=${value(a, 'points')} />`,
  ellipse: (a) => svg`<ellipse cx=${value(a, 'cx')} cy=${value(a, 'cy')} rx=${value(a, 'rx')} ry=${value(a, 'ry')} />`,
};

const turned = new WeakSet<IconNode>();

/** Says of an icon that it points along the line: where an interface is written from right to left, it is shown as in a mirror. Not what holds digits or a tick. */
export function mirrored(icon: IconNode): IconNode {
  turned.add(icon);
  return icon;
}

/**
 * Renders a lucide icon, hidden from assistive technology: what it stands beside or in must carry the name.
 * @param size CSS pixels of the square it fills.
 */
export function iconView(icon: IconNode, size: number = 18): TemplateResult {
  return html`<svg
    class=${turned.has(icon) ? 'weft-icon weft-icon-mirrored' : 'weft-icon'}
    viewBox="0 0 24 24"
    width=${size}
    height=${size}
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >${icon.map(([tag, attributes]) => shapes[tag]?.(attributes) ?? nothing)}</svg>`;
}
