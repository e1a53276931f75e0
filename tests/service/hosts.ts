/** The service's production host names; the tests' browsers resolve them to this process. */
export const apiHost = 'app-api.izone-mail.com';
export const webHost = 'app-web.izone-mail.com';
export const imageHost = 'img.izone-mail.com';

export const webOrigin = `https://${webHost}`;
export const imageOrigin = `https://${imageHost}`;
