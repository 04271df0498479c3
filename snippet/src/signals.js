// What the browser itself says about its person's wishes: recorded, whether or not the site acts on it.

export const signals = { gpc: navigator.globalPrivacyControl, dnt: navigator.doNotTrack == 1 };
