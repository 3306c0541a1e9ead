import { render } from 'preact';
import { createSession } from './state/session.ts';
import { App } from './view/app.tsx';

const root = document.getElementById('page');
const session = createSession();
if (root !== null) render(<App session={session} />, root);
void session.open();
