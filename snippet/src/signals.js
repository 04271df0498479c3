// What the browser itself says about its person's wishes: recorded, whether or not the site acts on it.

const { globalPrivacyControl: gpc, doNotTrack } = navigator;

export const saysGpc = !!gpc;
export const saysDnt = doNotTrack == 1;
export const signals = () => gpc || saysDnt ? { gpc, dnt: saysDnt } : undefined;
