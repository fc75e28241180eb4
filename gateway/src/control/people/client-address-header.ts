/** Header in which the sign-in library is told the client's address; what clients send by that name is not passed on. */
export const CLIENT_ADDRESS_HEADER = 'x-backstay-client-address'
