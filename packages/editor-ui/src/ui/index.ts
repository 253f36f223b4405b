/** The pieces an app builds its own screens from, in the same look as the editor's. */
export { downloadBytes } from '../files/download.ts';
export { pickFiles } from '../files/pick.ts';
export { type Banner, type BannerAction, type Banners, createBanners } from './banners.ts';
export { type Dialog, type DialogOptions, openDialog } from './dialog.ts';
export { iconView, mirrored } from './icon.ts';
export { createMenu, type Menu, type MenuItem, type MenuOptions } from './menu.ts';
export { createNotices, type Notice, type Notices } from './notices.ts';
export type { Part } from './part.ts';
export { colorToInk, nameToInitials } from './people.ts';
export { createTooltip } from './tooltip.ts';
export type { PanelBadge, PanelTab, SidePanel } from './side-panel.ts';
