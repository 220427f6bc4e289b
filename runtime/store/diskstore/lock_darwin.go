package diskstore

// setOFDLock is F_OFD_SETLK of bsd/sys/fcntl.h, which golang.org/x/sys leaves
// out for this system.
const setOFDLock = 90
