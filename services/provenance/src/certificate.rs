//! The certificate that signs: a chain and a key in PEM, or one made for development. Where they are
//! kept, and what day it is, the caller knows.

use std::fmt;

use c2pa::crypto::raw_signature::SigningAlg;
use c2pa::{BoxedSigner, create_signer};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use x509_parser::pem::Pem;
use x509_parser::prelude::X509Certificate;
use x509_parser::public_key::PublicKey;

/// The organization that development certificates name, so that nobody takes one for a real one.
const DEVELOPMENT: &str = "Galley development certificate, trusted by nobody";
/// What a signature needs beside its certificates: headers and the signature itself.
const SIGNATURE_BYTES: usize = 1_024;

/// What is wrong with a certificate.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignerError {
    /// The file must be another.
    #[error("{0}")]
    Unfit(String),
    #[error("the certificate that signs published files expired on {0}")]
    Expired(String),
    #[error("the certificate that signs published files is not valid before {0}")]
    NotYet(String),
}

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Who signs.
    pub subject: String,
    /// Who says so.
    pub issuer: String,
    pub not_before: DateTime<Utc>,
    pub not_after: DateTime<Utc>,
    /// Made by Galley for itself.
    pub is_development: bool,
}

/// Signs manifests.
pub struct Signer {
    inner: BoxedSigner,
    certificate: Certificate,
    /// The whole chain in PEM; public.
    chain: String,
}

/// Says nothing of the key.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Signer").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl Signer {
    /// Reads a chain (the signer's certificate first) and its PKCS#8 key.
    pub fn parse(chain: &str, key: &str) -> Result<Signer, SignerError> {
        let (certificate, alg) = parse_chain(chain)?;
        let inner = create_signer::from_keys(chain.as_bytes(), key.as_bytes(), alg, None)
            .map_err(|_| SignerError::Unfit("the key is no PKCS#8 key of the certificate's kind".to_owned()))?;
        Ok(Signer { inner: Box::new(Lean { inner }), certificate, chain: chain.to_owned() })
    }

    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The certificates, for those who want to trust them.
    pub fn chain(&self) -> &str {
        &self.chain
    }

    /// Whether it may sign on this day.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), SignerError> {
        let day = |time: DateTime<Utc>| time.format("%Y-%m-%d").to_string();
        if now > self.certificate.not_after {
            return Err(SignerError::Expired(day(self.certificate.not_after)));
        }
        if now < self.certificate.not_before {
            return Err(SignerError::NotYet(day(self.certificate.not_before)));
        }
        Ok(())
    }

    pub(crate) fn signer(&self) -> &dyn c2pa::Signer {
        self.inner.as_ref()
    }
}

/// The first certificate of a chain and the algorithm that its key signs with.
fn parse_chain(chain: &str) -> Result<(Certificate, SigningAlg), SignerError> {
    let unfit = |why: &str| SignerError::Unfit(why.to_owned());
    let first = Pem::iter_from_buffer(chain.as_bytes()).next().and_then(Result::ok);
    let first = first.filter(|pem| pem.label == "CERTIFICATE").ok_or_else(|| unfit("there is no certificate in it"))?;
    let parsed = first.parse_x509().map_err(|_| unfit("the certificate cannot be read"))?;
    Ok((describe(&parsed).ok_or_else(|| unfit("the certificate's dates cannot be read"))?, algorithm(&parsed)?))
}

fn algorithm(certificate: &X509Certificate) -> Result<SigningAlg, SignerError> {
    match certificate.public_key().parsed() {
        Ok(PublicKey::EC(point)) if point.key_size() <= 256 => Ok(SigningAlg::Es256),
        Ok(PublicKey::EC(point)) if point.key_size() <= 384 => Ok(SigningAlg::Es384),
        Ok(PublicKey::EC(_)) => Ok(SigningAlg::Es512),
        Ok(PublicKey::RSA(_)) => Ok(SigningAlg::Ps256),
        // Edwards curves are unknown to the parser; their key is 32 bytes.
        Ok(PublicKey::Unknown(bytes)) if bytes.len() == 32 => Ok(SigningAlg::Ed25519),
        _ => Err(SignerError::Unfit("the certificate's key is of no kind that may sign credentials".to_owned())),
    }
}

pub(crate) fn describe(certificate: &X509Certificate) -> Option<Certificate> {
    let name = |name: &x509_parser::x509::X509Name| {
        let common = name.iter_common_name().next().and_then(|part| part.as_str().ok());
        let organization = name.iter_organization().next().and_then(|part| part.as_str().ok());
        [common, organization].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let validity = certificate.validity();
    let mut organizations = certificate.subject().iter_organization();
    Some(Certificate {
        subject: name(certificate.subject()),
        issuer: name(certificate.issuer()),
        not_before: DateTime::from_timestamp(validity.not_before.timestamp(), 0)?,
        not_after: DateTime::from_timestamp(validity.not_after.timestamp(), 0)?,
        is_development: organizations.any(|part| part.as_str().is_ok_and(|text| text == DEVELOPMENT)),
    })
}

/// A signer that reserves no more room than it needs: files have weight limits.
struct Lean {
    inner: BoxedSigner,
}

impl c2pa::Signer for Lean {
    fn sign(&self, data: &[u8]) -> c2pa::Result<Vec<u8>> {
        self.inner.sign(data)
    }

    fn alg(&self) -> SigningAlg {
        self.inner.alg()
    }

    fn certs(&self) -> c2pa::Result<Vec<Vec<u8>>> {
        self.inner.certs()
    }

    fn reserve_size(&self) -> usize {
        let certs = self.inner.certs().unwrap_or_default();
        SIGNATURE_BYTES + certs.iter().map(|cert| cert.len() + 8).sum::<usize>()
    }
}

/// A chain and a key, in PEM.
pub struct DevelopmentCertificate {
    pub chain: String,
    pub key: String,
}

/// Makes a certificate for this installation, for development: it signs as well as any, and nobody trusts
/// it. Good for ten years from the start of this one.
pub fn make_development_certificate(now: DateTime<Utc>) -> Result<DevelopmentCertificate, SignerError> {
    make(now).map_err(|error| SignerError::Unfit(format!("no development certificate could be made: {error}")))
}

fn make(now: DateTime<Utc>) -> Result<DevelopmentCertificate, rcgen::Error> {
    let day = now - TimeDelta::days(365);
    let (from, to) = (date_time_ymd(day.year(), 1, 1), date_time_ymd(day.year() + 10, 1, 1));
    let named = |name: &str| {
        let mut names = DistinguishedName::new();
        names.push(DnType::CommonName, name);
        names.push(DnType::OrganizationName, DEVELOPMENT);
        let mut params = CertificateParams::default();
        (params.distinguished_name, params.not_before, params.not_after) = (names, from, to);
        params.use_authority_key_identifier_extension = true;
        params
    };
    let mut root = named("Galley development root");
    root.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // The root's key is used this once and kept nowhere.
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate()?)?;
    let mut params = named("Galley");
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, &root)?;
    Ok(DevelopmentCertificate { chain: certificate.pem() + &root.pem(), key: key.serialize_pem() })
}
