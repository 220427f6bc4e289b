package lib // want `^impure.pure names the unknown function github.com/gocheckpoint/checkpoint/testdata/src/impure/misnamed/lib.Stam, did you mean github.com/gocheckpoint/checkpoint/testdata/src/impure/misnamed/lib.Stamp$`

// Stamp is read by its importer.
func Stamp() string { return "" }
