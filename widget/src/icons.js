// Drawings on a grid of 24 (see dom.js).

export const CHAT = "M4 5h16v11H11l-5 4v-4H4z";
export const CLOSE = "M6 6l12 12M18 6L6 18";
export const SEND = "M4 12l16-8-6 16-3-6z";
export const PRINT = "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z";
export const CLEAR = "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5";
export const COPY = "M9 9h11v11H9zM5 15H4V4h11v1";
export const DONE = "M5 13l4 4L19 7";
export const UP = "M8 11l4-7c1.500 0 2 1 2 2l-.5 4H19l-1.500 9H8zM8 11H5v8h3";
export const DOWN = "M16 13l-4 7c-1.500 0-2-1-2-2l.5-4H5l1.500-9H16zM16 13h3V5h-3";
export const LETTERS = "M4 17l4-10 4 10M5.500 14h5M15 17v-6M15 14a2.500 2.500 0 1 1 5 0 2.500 2.500 0 1 1-5 0M20 11v6";
