import type { Page } from '@playwright/test';

/** Takes a picture of a page as it stands, under a name. */
export type Shoot = (page: Page, name: string) => Promise<void>;
