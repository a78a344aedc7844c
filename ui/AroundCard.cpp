#include "ui/AroundCard.h"

#include "core/tensor/Threads.h"
#include "core/train/Embeddings.h"
#include "ui/AnimationSaver.h"
#include "ui/DecodedCard.h"
#include "ui/Decoder.h"
#include "ui/EncodedImages.h"
#include "ui/FileWriter.h"
#include "ui/GalleryPage.h"
#include "ui/ImageSaver.h"
#include "ui/ImageStage.h"
#include "ui/LatentPoint.h"
#include "ui/NearestPage.h"
#include "ui/PathPage.h"
#include "ui/SaveDialog.h"
#include "ui/TraversalPanel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace latentscape {

namespace {

constexpr int kPathStrip = 13;   // pictures of a path in one row
constexpr int kStripsDelay = 40; // ms

// With the latents of as many frames as there are labels.
Provenance provenanceOfWalk(const PictureRecord& record, const LatentPath& path,
                            const std::vector<std::uint16_t>& labels) {
    const Tensor latents = path.sample(std::ssize(labels));
    Provenance made = record.provenance("walk");
    made.latents.assign(latents.values().begin(), latents.values().end());
    made.classes = record.model.classes > 0 ? labels : std::vector<std::uint16_t>();
    return made;
}

} // namespace

AroundCard::AroundCard(Decoder* decoder, LatentPoint* point, EncodedImages* encoded, DecodedCard* decoded,
                       const OpenModel* open, QWidget* parent)
    : PagedCard(parent)
    , m_decoder(decoder)
    , m_point(point)
    , m_encoded(encoded)
    , m_decoded(decoded)
    , m_open(open)
    , m_saver(new ImageSaver(this))
    , m_animations(new AnimationSaver(this))
    , m_latents(new FileWriter(this, this)) {
    setObjectName(QStringLiteral("aroundCard"));
    addTraversals();
    addGallery();
    addPath();
    m_nearest = new NearestPage;
    addPage("showNearest", tr("Nearest"),
            tr("The training images most like this picture: is it learnt by heart?"), m_nearest,
            m_nearest->links());
    connect(this, &PagedCard::currentChanged, this, &AroundCard::requestStrips);
    connect(m_saver, &ImageSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_saver, &ImageSaver::failed, this, &AroundCard::failed);
    connect(m_animations, &AnimationSaver::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_animations, &AnimationSaver::failed, this, &AroundCard::failed);
    connect(m_latents, &FileWriter::saved, this,
            [this](const QString& file) { emit notice(tr("Saved %1").arg(QFileInfo(file).fileName())); });
    connect(m_latents, &FileWriter::failed, this, &AroundCard::failed);
}

// ---- traversals ----

void AroundCard::addTraversals() {
    m_traversals = new TraversalPanel;
    m_traversals->setObjectName(QStringLiteral("traversals"));
    QToolButton* save =
        makeLink("saveTraversals", tr("Save..."), tr("Save the strips as one file, a row for each"));
    addPage("showTraversals", tr("Traversals"),
            tr("What each of the most telling dimensions does, or each direction while those are "
               "shown, all else being as it is"),
            m_traversals, {makeNote(tr("−3 to +3 around this point")), save});
    connect(save, &QToolButton::clicked, this, &AroundCard::saveTraversals);
    m_stripsTimer.setSingleShot(true);
    m_stripsTimer.setInterval(kStripsDelay);
    connect(&m_stripsTimer, &QTimer::timeout, this, &AroundCard::requestStrips);
    connect(m_traversals, &TraversalPanel::stripsChanged, this, [this] { m_stripsTimer.start(); });
    connect(m_traversals, &TraversalPanel::positionPicked, this,
            [this](const Direction& along, float position) {
                m_point->move(movedAlong(along, m_point->latent(), position), LatentPoint::Move::Jump);
            });
    connect(m_point, &LatentPoint::changed, this, [this] {
        m_traversals->markPoint(m_point->latent());
        if (!m_stripsTimer.isActive()) {
            m_stripsTimer.start();
        }
    });
    connect(m_decoder, &Decoder::stripsDecoded, this, [this](const DecodedImages& result) {
        m_strips = result.images;
        m_stripsRecord = m_open->recordOf(result);
        m_traversals->setImages(m_strips);
    });
}

void AroundCard::requestStrips() {
    std::vector<float> latents;
    if (m_traversals->isVisible()) {
        latents = m_traversals->latentsAround(m_point->latent());
    }
    if (!latents.empty()) {
        m_decoder->decodeStrips(std::move(latents), m_point->label());
    }
}

void AroundCard::saveTraversals() {
    if (!m_strips) {
        return;
    }
    ProvenanceSource provenance;
    if (m_stripsRecord) {
        provenance = [record = *m_stripsRecord] { return record.provenance("traverse"); };
    }
    m_saver->ask(tr("Save traversals"), QStringLiteral("traversals.png"), *m_strips, TraversalPanel::kSteps,
                 provenance);
}

// ---- kept pictures ----

void AroundCard::addGallery() {
    m_gallery = new GalleryPage(m_point);
    addPage("showGallery", tr("Gallery"), tr("The pictures you have kept"), m_gallery, m_gallery->links());
    connect(m_gallery, &GalleryPage::edited, this, &AroundCard::edited);
    connect(m_gallery, &GalleryPage::saveRequested, this, &AroundCard::saveLatents);
    connect(m_gallery, &GalleryPage::walkRequested, this, [this](const std::vector<KeptPicture>& stops) {
        m_path->setStops(stops);
        setCurrentPage(m_path);
        m_path->play();
        emit edited();
    });
}

// What is seen: the point may already be elsewhere.
KeptPicture AroundCard::present() const {
    const DecodedImages& shown = m_decoded->shown();
    return keptPicture(shown.latents, shown.labels.front(), shown.origin.step,
                       toQImage(shown.images->front()));
}

void AroundCard::keep() {
    if (m_decoded->shown().images) {
        keepPicture(present());
    }
}

void AroundCard::keepPicture(const KeptPicture& picture) {
    const bool kept = m_gallery->keep(picture);
    setCurrentPage(m_gallery);
    emit notice(kept ? tr("Kept in Explore's gallery") : tr("The gallery is full: take a picture out first"));
}

void AroundCard::saveLatents(const std::vector<KeptPicture>& pictures) {
    std::vector<std::string> names;
    std::vector<float> values;
    for (const KeptPicture& picture : pictures) {
        names.push_back(picture.name.toStdString());
        values.insert(values.end(), picture.latent.begin(), picture.latent.end());
    }
    const auto latent = static_cast<std::int64_t>(m_point->latent().size());
    connect(
        openSaveDialog(this, tr("Save the latents of %n pictures", {}, static_cast<int>(pictures.size())),
                       QStringLiteral("latents.csv"),
                       {{tr("Table"), QStringLiteral("csv")}, {tr("NumPy array"), QStringLiteral("npy")}}),
        &QFileDialog::fileSelected, this, [this, names, values, latent](const QString& file) {
            m_latents->write(file, [=, out = file.toStdString()](const WorkWatch&) {
                latentscape::saveLatents(out, names, Tensor({std::ssize(names), latent}, values));
            });
        });
}

// ---- a path ----

void AroundCard::addPath() {
    m_path = new PathPage(m_point);
    addPage("showPath", tr("Path"), tr("A walk from picture to picture"), m_path, m_path->links());
    connect(m_path, &PathPage::edited, this, &AroundCard::edited);
    connect(m_path, &PathPage::stopWanted, this, [this] {
        if (m_decoded->shown().images) {
            m_path->addStop(present());
        }
    });
    connect(m_path, &PathPage::saveRequested, this, &AroundCard::savePath);
    connect(m_path, &PathPage::stripRequested, this, &AroundCard::savePathStrip);
    connect(&m_stripOfPath, &LatestTask::failed, this, &AroundCard::failed);
    connect(m_path, &PathPage::encodingsWanted, m_encoded, &EncodedImages::request);
    connect(m_encoded, &EncodedImages::ready, m_path, [this](const std::shared_ptr<const EncodedSet>& set) {
        m_path->setEncodings({set, &set->means});
    });
    connect(m_encoded, &EncodedImages::failed, m_path, &PathPage::setNoEncodings);
}

std::vector<std::uint16_t> AroundCard::labelsOfPath(std::int64_t frames) const {
    std::vector<std::uint16_t> labels;
    for (std::int64_t i = 0; i < frames; ++i) {
        labels.push_back(m_path->labelAt(static_cast<double>(i) / static_cast<double>(frames - 1)));
    }
    return labels;
}

void AroundCard::savePathStrip() {
    if (!m_path->path() || !m_open->hasWeights()) {
        return;
    }
    m_stripOfPath.run([this, record = m_open->now(), path = *m_path->path(),
                       labels = labelsOfPath(kPathStrip)](const std::stop_token&) -> std::function<void()> {
        setComputeThreads(1);
        const FrameSource frames = framesOf(record, path, labels);
        std::vector<Image> strip;
        for (std::int64_t i = 0; i < kPathStrip; ++i) {
            strip.push_back(frames(i));
        }
        const Provenance made = provenanceOfWalk(record, path, labels);
        return [this, strip, made] {
            m_saver->ask(tr("Save strip"), QStringLiteral("path.png"), strip, kPathStrip,
                         [made] { return made; });
        };
    });
}

void AroundCard::savePath() {
    if (!m_path->path() || !m_open->hasWeights()) {
        return;
    }
    const auto frames =
        std::max<std::int64_t>(2, std::llround(m_path->seconds() * AnimationOptions().framesPerSecond));
    const ImageShape& shape = m_decoder->model().image;
    m_animations->ask(tr("Save animation"), QStringLiteral("path.gif"), frames, {shape.width, shape.height},
                      framesOf(m_open->now(), *m_path->path(), labelsOfPath(frames)),
                      [record = m_open->now(), path = *m_path->path(), labels = labelsOfPath(frames)] {
                          return provenanceOfWalk(record, path, labels);
                      });
}

void AroundCard::followModel(std::vector<Direction> axes) {
    m_strips.reset();
    m_gallery->setPictures({}); // points of another latent space
    m_path->clear();
    setAxes(std::move(axes));
    m_stripsTimer.start(); // the axes may be the same ones
}

void AroundCard::setAxes(std::vector<Direction> axes) {
    m_traversals->setModel(m_decoder->model().image, std::move(axes));
}

void AroundCard::setData(const LoadedData& loaded) {
    m_nearest->setData(loaded);
}

void AroundCard::setPicture(const Images& picture) {
    m_nearest->setPicture(picture);
}

} // namespace latentscape
