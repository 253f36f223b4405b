/** What is said of blocks by their own parts. */
export const blockWords: { readonly fold: string; readonly unfold: string } = {
  fold: 'Fold away what stands under this',
  unfold: 'Show what stands under this',
};
