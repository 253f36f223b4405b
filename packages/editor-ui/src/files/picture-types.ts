/** What can be drawn; the bytes decide, this only tells the browser's picker. */
export const PICTURES = 'image/png,image/jpeg,image/webp,image/gif,image/avif';
