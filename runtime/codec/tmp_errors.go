package codec

import "errors"

func EncodeError(err error, sentinels []error) ([]byte, error) { return []byte(err.Error()), nil }
func DecodeError(data []byte, sentinels []error) (error, error) { return errors.New(string(data)), nil }
