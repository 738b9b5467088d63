/** Whether this is a development build; the page of components exists only there. */
export const inDevelopment = process.env.NODE_ENV === 'development';
