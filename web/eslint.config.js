import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const BROWSER_STORAGE = ['localStorage', 'sessionStorage', 'indexedDB'];
const GUARDED = 'It throws where cookies are blocked: use src/browser/storage.ts.';

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'What programs print must never become HTML.',
        },
      ],
      'no-restricted-globals': ['error', ...BROWSER_STORAGE.map((name) => ({ name, message: GUARDED }))],
      'no-restricted-properties': [
        'error',
        ...BROWSER_STORAGE.map((property) => ({ property, message: GUARDED })),
        { property: 'innerHTML', message: 'What programs print must never become HTML.' },
        { property: 'outerHTML', message: 'What programs print must never become HTML.' },
      ],
    },
  },
  // The module that guards it, and tests, which look at what was really kept.
  { files: ['src/browser/storage.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['src/**/*.test.{ts,tsx}', 'src/test/setup.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
);
