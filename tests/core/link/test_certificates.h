// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace weir::test {

/** A self-signed certificate and its key, made for these tests and known to everybody: good for nothing else.
 */
struct TestCertificate
{
    QByteArray certificate;
    QByteArray key;
};

/** For 127.0.0.1, valid until 2120. */
inline TestCertificate goodCertificate()
{
    return {R"(-----BEGIN CERTIFICATE-----
MIIBZjCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABKLqTEK6aiKzTYLM
sNZDL8VcNGtBgBxpCCkUuWpGo9SDKaterR5yIuxy0kmj6UNS4SeJQVElNl+V/6ns
Pqm9GI2jTjBMMBoGA1UdEQQTMBGHBH8AAAGCCWxvY2FsaG9zdDAPBgNVHRMBAf8E
BTADAQH/MB0GA1UdDgQWBBQPgTskyrwbXytUBQaPsHzq6b00CzAKBggqhkjOPQQD
AgNHADBEAiB0p/ZIqi4BZIqbrB7laVL0T8CCX2aQSx7m1IuPvciGIgIgHBWR0a7n
y8BIrF9bWFkvrIPBEJ2ujLtkULKMs/mVBhM=
-----END CERTIFICATE-----
)",
            R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIML3eIayBt0Nl/wEKnMf/lWePC1E4SRBIcJU/XF1Pk6toAoGCCqGSM49
AwEHoUQDQgAEoupMQrpqIrNNgsyw1kMvxVw0a0GAHGkIKRS5akaj1IMpq16tHnIi
7HLSSaPpQ1LhJ4lBUSU2X5X/qew+qb0YjQ==
-----END EC PRIVATE KEY-----
)"};
}

/** For 127.0.0.1, expired in 2021. */
inline TestCertificate expiredCertificate()
{
    return {R"(-----BEGIN CERTIFICATE-----
MIIBWzCCAQCgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAls
b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARhZq5LiMKVpZRZJzd4
NAlwGJS2eFtcRlajdqoEWU6maD+G3MHHNNux1n66K8HzerUjlbo0jn/gURMz1ELi
ds2Eo0MwQTAPBgNVHREECDAGhwR/AAABMA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0O
BBYEFFbx+RfGZWJRbbwW/tjJR+Z1hBZ7MAoGCCqGSM49BAMCA0kAMEYCIQC4AhOy
rIfBY/+V1B0vKFSQ6DYqK/VhfotOM4gZ6jScIQIhAPQ47I0iK6HS+WfAaXfepsjD
7aqkl5n3SxirQY2yWRfq
-----END CERTIFICATE-----
)",
            R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIIDb39HOlIlhbbQawI+dAMXPPLsV1DZsC9uh//dTOofGoAoGCCqGSM49
AwEHoUQDQgAEYWauS4jClaWUWSc3eDQJcBiUtnhbXEZWo3aqBFlOpmg/htzBxzTb
sdZ+uivB83q1I5W6NI5/4FETM9RC4nbNhA==
-----END EC PRIVATE KEY-----
)"};
}

/** For 127.0.0.1, valid from 2110. */
inline TestCertificate futureCertificate()
{
    return {R"(-----BEGIN CERTIFICATE-----
MIIBXTCCAQSgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIhgPMjExMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UE
AwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEpI4/xLc8qG0h
OMZWFo/sHox726plRO8a/i76uHhMiVi3AndKb9CQRYWsPH2A5292caR7tcwLGHs7
zmNWlZtyn6NDMEEwDwYDVR0RBAgwBocEfwAAATAPBgNVHRMBAf8EBTADAQH/MB0G
A1UdDgQWBBTwNWPx5MIYi8B0p+yIlHrcpNHXAjAKBggqhkjOPQQDAgNHADBEAiAC
tHKEnnqBC/3O5YpdWmR5fdPI0PFE5uaguS2f4/2zMAIgFKgyMzmakbxSxwHt28Ez
lv1nScuXOaW9wF0GbBHu1aI=
-----END CERTIFICATE-----
)",
            R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIK+/XAVXq+3eYweIBji2mLnpjB14xp38RrfOvP4RnfJYoAoGCCqGSM49
AwEHoUQDQgAEpI4/xLc8qG0hOMZWFo/sHox726plRO8a/i76uHhMiVi3AndKb9CQ
RYWsPH2A5292caR7tcwLGHs7zmNWlZtynw==
-----END EC PRIVATE KEY-----
)"};
}

/** For a.example, valid until 2120. */
inline TestCertificate otherHostCertificate()
{
    return {R"(-----BEGIN CERTIFICATE-----
MIIBYjCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlhLmV4YW1w
bGUwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWEuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGK5NRNuxeSBR2Jn
pwwo2//EhONmKttI47poalVcITsOS3U+ljvsWzG+iXv3mKAkf4zeHwVzcqo3yEIy
EFUf34ijSDBGMBQGA1UdEQQNMAuCCWEuZXhhbXBsZTAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBSfG8IDm0BEkzzxgvCNZdvCNZ5X9TAKBggqhkjOPQQDAgNJADBG
AiEA2We+FEf//MP2GyrTelUJmQdwcH5wExUFxfxGAB/aT4sCIQDY3eC6f154yogO
ZFSf34R++HHD4LzOczAnFddp+XtlEw==
-----END CERTIFICATE-----
)",
            R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEILdJ8d9v6GLKZvR+9NRozcxHpsOe7pcmqmKgk5yAKOUUoAoGCCqGSM49
AwEHoUQDQgAEYrk1E27F5IFHYmenDCjb/8SE42Yq20jjumhqVVwhOw5LdT6WO+xb
Mb6Je/eYoCR/jN4fBXNyqjfIQjIQVR/fiA==
-----END EC PRIVATE KEY-----
)"};
}

/** TLS of a server that shows this certificate and asks for none. */
inline QSslConfiguration serverWith(const TestCertificate& identity)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(identity.certificate));
    tls.setPrivateKey(QSslKey(identity.key, QSsl::Ec));
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    return tls;
}

} // namespace weir::test
