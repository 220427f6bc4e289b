// Package diskstore keeps each entry in a file of its own, shared by all
// processes that use the directory, and trusts no file that it reads.
//
// # The rules
//
//  1. Layout: <dir>/v1/<function>/<identity>/<2 hex>/<62 hex>. The function's
//     folder is a readable part of its name and a hash of the whole, which
//     tells apart what a case-insensitive file system, or one that normalizes
//     Unicode, would confuse. Identity and call are in hexadecimal and whole.
//     Everything that one version of a function left behind is one folder, which
//     may be removed at any time, also while programs run.
//  2. A file is one envelope of package store, which holds a digest of its full
//     key and a checksum. Get verifies all of it. Exists verifies the header and
//     the file's length, not the checksum.
//  3. Put writes a temporary file in the entry's folder and renames it into
//     place, so that no reader meets a half-written entry and no locks are
//     needed between processes: those of rule 11 save work, and protect
//     nothing. The last writer wins.
//  4. Nothing is fsynced: that costs milliseconds, and results can be computed
//     again. After a power failure a file may be empty, short or full of
//     zeros; rule 2 finds it.
//  5. A damaged entry is a [*store.CorruptError] with the file's path: a wrong
//     byte, a missing end, an empty or unreadable file, one that is larger than
//     [Options.MaxEntry], a file moved from elsewhere, a directory, symbolic
//     link, pipe or device in its place. Put and Delete repair all of these. A
//     directory in an entry's place is removed with its content.
//  6. A symbolic link in an entry's place is never followed; Put and Delete act
//     on the link, not on what it points at. The directory itself and the
//     folders above the entries may be links: who can put one there can write
//     entries as well. Removing a directory (rule 5) goes through [os.Root]
//     and cannot leave the store's directory.
//  7. A process that is killed leaves its temporary file. The first Put of a
//     Store into a folder, and then one in each hour, removes those older than
//     an hour, judged by the file system's clock.
//  8. Folders are created with mode 0777 and files with 0666, before umask, as
//     the go command's cache does: whether others may read or write them is the
//     umask's decision.
//  9. A function's entries are listed by the names in its folder; what has a
//     name that rule 1 gives to nothing is neither listed nor removed. Remove
//     takes the folders that it leaves empty along. It takes no locks: an entry
//     that another process puts at that moment may go with the one it replaces.
//  10. Memory follows the size of the file, and only after the header was seen
//     to agree with it.
//  11. On Linux, macOS and Windows a Store is a [store.Locker]. A key's lock is one
//     byte of the file <dir>/locks, at an offset that follows from the key's
//     hash; the file is empty and stays so. There are 2^62 offsets: two keys that
//     meet at one wait for each other and come to no harm. The locks are the
//     kernel's, by who opened the file (F_OFD_SETLK, LockFileEx), so that two
//     Stores in one process exclude each other as two processes do; within one
//     Store a table does. The file is opened by the first Lock and then takes
//     one descriptor. Nothing in this package removes it; when somebody has,
//     the next Lock makes it anew.
//
// # What it doesn't do
//
// It never limits the directory's size and never removes an entry unasked. It
// doesn't defend against who can write to the directory: the checksum is not
// a signature, so give a shared one the permissions of the program that trusts
// it. In a directory that is read-only, and on a file server without a lock
// service, Lock fails; what else works there still does. On Windows a file that
// somebody has open cannot be replaced: Put tries for about a tenth of a second
// and then fails, leaving the earlier entry.
package diskstore
