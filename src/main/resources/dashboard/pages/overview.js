export { default } from './missing.js';
