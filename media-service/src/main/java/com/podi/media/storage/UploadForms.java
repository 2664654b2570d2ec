package com.podi.media.storage;

/** Makes forms; every kind of store reads another one. */
@FunctionalInterface
interface UploadForms {

    UploadForm of(UploadOffer offer);
}
