//go:build !linux && !darwin && !windows

package diskstore

// locks would be those that a Store holds. Here the kernel has none for a part
// of a file that belong to who opened it, so that the Store is no store.Locker.
type locks struct{}
