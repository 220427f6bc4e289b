// Package importer registers nothing, but has shared results of another package.
package importer

import "github.com/gocheckpoint/checkpoint/testdata/src/mutation/shared"

func use() {
	b := shared.Box.Call(1)
	b.N = 1 // want `^use writes to what shared.Box returned, which Shared hands to all its callers: b.N$`
	shared.Copied.Call(1)[0] = 1
	shared.Layer.Call(1)[0] = 1 // want `use writes to what shared.Layer returned`
	shared.Plain.Call(1)[0] = 1
}

func init() {
	shared.List.Call(1)[0] = 1 // want `init writes to what shared.List returned`
}
