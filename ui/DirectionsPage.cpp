#include "ui/DirectionsPage.h"

#include "core/tensor/Threads.h"
#include "core/train/Metrics.h"
#include "ui/Card.h"
#include "ui/LatentPoint.h"
#include "ui/LatentSlider.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

constexpr int kMostComponents = 10;
constexpr int kMostOwn = 50;
constexpr int kLongestName = 60;
constexpr std::int64_t kPictures = 400;  // of a GAN, to find what changes them,
constexpr std::int64_t kLabelled = 2000; // and to find the classes among them
constexpr int kNameWidth = 112;          // logical pixels

enum Page { kEmpty, kSliders, kForm };

// [n, latent]: of images where the encoder puts them, of the gallery's pictures what made them.
Tensor latentsOf(const DirectionPictures& pictures, Model& model, const Dataset* data,
                 const std::stop_token& stop) {
    std::vector<float> values;
    if (data && !pictures.images.empty()) {
        const Tensor means = posteriorMeans(model, data->subset(pictures.images), 0, {stop, {}});
        values.assign(means.values().begin(), means.values().end());
    }
    for (const std::vector<float>& latent : pictures.latents) {
        values.insert(values.end(), latent.begin(), latent.end());
    }
    const std::int64_t latent = model.config().latent;
    return {{static_cast<std::int64_t>(values.size()) / latent, latent}, values};
}

} // namespace

DirectionsPage::DirectionsPage(LatentPoint* point, EncodedImages* encoded, QWidget* parent)
    : QWidget(parent)
    , m_point(point)
    , m_encoded(encoded)
    , m_pages(new QStackedWidget)
    , m_words(makeNote())
    , m_find(new QPushButton(tr("Find directions")))
    , m_form(new DirectionForm)
    , m_again(
          makeLink("findAgain", tr("Find again"), tr("Find the directions anew, with the weights of now")))
    , m_new(
          makeLink("newDirection", tr("New..."),
                   tr("A direction of your own: from images that have less of something to images that have "
                      "more of it")))
    , m_note(makeNote()) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_note); // a problem's words need more room than the header has

    auto* empty = new QWidget;
    auto* column = new QVBoxLayout(empty);
    column->addStretch();
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignCenter);
    m_find->setObjectName(QStringLiteral("findDirections"));
    m_find->setAccessibleName(m_find->text());
    m_find->setToolTip(tr("Looks at what the model has learnt; takes a second or two"));
    column->addWidget(m_words);
    column->addWidget(m_find, 0, Qt::AlignCenter);
    column->addStretch();
    m_pages->addWidget(empty);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->viewport()->setAutoFillBackground(false);
    m_pages->addWidget(scroll);
    m_pages->addWidget(m_form);
    m_note->setObjectName(QStringLiteral("directionsNote"));
    m_note->setWordWrap(true);

    connect(m_find, &QPushButton::clicked, this, &DirectionsPage::find);
    connect(m_again, &QToolButton::clicked, this, &DirectionsPage::find);
    connect(m_new, &QToolButton::clicked, this, [this] {
        m_form->begin();
        m_pages->setCurrentIndex(kForm);
    });
    connect(m_form, &DirectionForm::accepted, this, &DirectionsPage::addOwn);
    connect(m_form, &DirectionForm::cancelled, this, &DirectionsPage::rebuild);
    connect(m_encoded, &EncodedImages::forgotten, this, &DirectionsPage::forget);
    connect(m_encoded, &EncodedImages::ready, this, &DirectionsPage::take);
    connect(m_encoded, &EncodedImages::failed, this, [this](const QString& problem) {
        if (std::exchange(m_asked, false)) {
            showProblem(problem);
        }
    });
    connect(&m_task, &LatestTask::failed, this, &DirectionsPage::showProblem);
    connect(m_point, &LatentPoint::changed, this, &DirectionsPage::showPoint);
    rebuild();
}

std::vector<QWidget*> DirectionsPage::links() const {
    return {m_new, m_again};
}

void DirectionsPage::setImages(const std::shared_ptr<const Dataset>& images) {
    m_images = images;
    m_form->setImages(images);
    rebuild();
}

void DirectionsPage::setGallery(std::function<std::vector<KeptPicture>()> pictures) {
    m_form->setGallery(std::move(pictures));
}

// Another model, or other images: what was found no longer holds, and one's own directions point elsewhere.
void DirectionsPage::forget() {
    m_task.cancel();
    m_asked = false;
    m_found.clear();
    rebuild();
}

void DirectionsPage::setOwn(std::vector<Direction> directions) {
    m_own = std::move(directions);
    rebuild();
}

void DirectionsPage::showProblem(const QString& problem) {
    m_note->setText(problem);
    m_note->show();
    m_form->showProblem(problem);
    m_find->setEnabled(true);
}

// ---- finding ----

void DirectionsPage::find() {
    if (!m_encoded->model().now().weights) {
        return;
    }
    m_findHadFocus = m_find->hasFocus();
    m_find->setEnabled(false);
    m_note->setText(tr("looking..."));
    m_note->show();
    if (!m_encoded->model().isVae()) {
        findEffects();
    } else {
        m_asked = true;
        m_encoded->request();
    }
}

void DirectionsPage::findEffects() {
    m_task.run([this, model = m_encoded->model().now(),
                images = m_images](const std::stop_token& stop) -> std::function<void()> {
        setComputeThreads(1);
        const auto built = model.build();
        auto found = effectDirections(*built, kPictures, 0, kMostComponents, {stop, {}});
        if (images) {
            auto towards = sampledLabelDirections(*built, *images, kLabelled, 0, {stop, {}});
            found.insert(found.end(), towards.begin(), towards.end());
        }
        return [this, found, step = model.weights->step] { showFound(found, step); };
    });
}

// With many classes and latents it takes a moment.
void DirectionsPage::take(const std::shared_ptr<const EncodedSet>& set) {
    if (!std::exchange(m_asked, false)) {
        return; // it was a path that asked
    }
    m_task.run([this, set](const std::stop_token&) -> std::function<void()> {
        setComputeThreads(1);
        auto found = principalDirections(set->means, kMostComponents);
        if (!set->labels.empty()) {
            auto towards = labelDirections(set->means, set->labels, set->classNames);
            found.insert(found.end(), towards.begin(), towards.end());
        }
        return [this, found, step = set->step] { showFound(found, step); };
    });
}

void DirectionsPage::showFound(std::vector<Direction> found, std::int64_t step) {
    m_found = std::move(found);
    rebuild();
    if (std::exchange(m_findHadFocus, false) && !m_sliders.empty()) {
        m_sliders.front().second->setFocus(Qt::OtherFocusReason);
    }
    if (m_found.empty()) {
        showProblem(tr("All images lie at the same place of the latent space: no direction leads from one to "
                       "another."));
    } else {
        m_note->setText(
            tr("Found with the weights of step %1").arg(locale().toString(static_cast<qlonglong>(step))));
    }
}

void DirectionsPage::addOwn(const QString& name, const DirectionPictures& more,
                            const DirectionPictures& less) {
    if (m_own.size() >= kMostOwn || !m_encoded->model().now().weights) {
        return;
    }
    m_task.run([=, this, model = m_encoded->model().now(),
                images = m_images](const std::stop_token& stop) -> std::function<void()> {
        setComputeThreads(1);
        const auto built = model.build();
        const Direction direction =
            differenceDirection(name.toStdString(), latentsOf(more, *built, images.get(), stop),
                                latentsOf(less, *built, images.get(), stop));
        return [this, direction] {
            m_own.push_back(direction);
            rebuild();
            emit edited();
        };
    });
}

void DirectionsPage::askForName(const Direction& direction) {
    if (m_own.size() >= kMostOwn) {
        showProblem(tr("%1 directions are kept already: remove one first.").arg(kMostOwn));
        return;
    }
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("directionNameDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keep direction"));
    dialog->setLabelText(tr("What there is more of along it:"));
    dialog->setTextValue(QString::fromStdString(direction.name));
    dialog->setOkButtonText(tr("Keep"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, direction](const QString& name) {
        if (!name.trimmed().isEmpty()) {
            m_own.push_back(direction);
            m_own.back().name = name.trimmed().left(kLongestName).toStdString();
            rebuild();
            emit edited();
        }
    });
    dialog->open();
}

void DirectionsPage::remove(std::size_t own) {
    m_own.erase(m_own.begin() + static_cast<std::ptrdiff_t>(own));
    rebuild();
    emit edited();
}

// ---- what is shown ----

void DirectionsPage::rebuild() {
    const bool gan = !m_encoded->model().isVae();
    m_words->setText(
        gan ? tr("A dimension by itself rarely means anything. Directions do: those in which this "
                 "model's pictures change most, those towards a class, and your own.")
            : tr("A dimension by itself rarely means anything. Directions do: those along which the "
                 "images differ most, those towards a class, and your own."));
    m_find->setEnabled(true);
    m_sliders.clear();
    m_rows = new QWidget;
    auto* column = new QVBoxLayout(m_rows);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(2);
    for (std::size_t i = 0; i < m_own.size(); ++i) {
        addRow(m_own[i], static_cast<int>(i));
    }
    for (const Direction& direction : m_found) {
        addRow(direction, -1);
    }
    column->addStretch();
    static_cast<QScrollArea*>(m_pages->widget(kSliders))->setWidget(m_rows); // deletes those before
    m_rows->setAutoFillBackground(false);
    const bool any = !m_sliders.empty();
    m_pages->setCurrentIndex(any ? kSliders : kEmpty);
    m_again->setVisible(any);
    m_note->clear();
    m_note->setVisible(any);
    showPoint();
    emit shownChanged();
}

std::vector<Direction> DirectionsPage::shown() const {
    std::vector<Direction> directions;
    for (const auto& [direction, slider] : m_sliders) {
        directions.push_back(direction);
    }
    return directions;
}

void DirectionsPage::addRow(const Direction& direction, int ownIndex) {
    auto* slider = new LatentSlider(static_cast<int>(m_sliders.size()));
    const QString name = QString::fromStdString(direction.name);
    const QString share = direction.share > 0
                              ? tr("%1 % of what differs lies along it").arg(100 * direction.share, 0, 'f', 1)
                              : tr("from less to more of it");
    slider->setObjectName(QStringLiteral("direction%1").arg(m_sliders.size()));
    slider->setName(name, kNameWidth, tr("%1 · %2\nIn standard deviations along it.").arg(name, share));
    connect(slider, &QSlider::valueChanged, this, [this, direction, slider] {
        m_point->move(movedAlong(direction, m_point->latent(), slider->latent()), LatentPoint::Move::Drag);
    });
    connect(slider, &QSlider::sliderReleased, m_point, &LatentPoint::endDrag);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(slider, 1);
    if (ownIndex >= 0) {
        QToolButton* gone = makeLink("removeDirection", tr("Remove"), tr("Take this direction away"));
        connect(
            gone, &QToolButton::clicked, this,
            [this, ownIndex] { remove(static_cast<std::size_t>(ownIndex)); }, Qt::QueuedConnection);
        row->addWidget(gone, 0,
                       Qt::AlignTop); // beside the name and the number, which have room for a bar below
    } else {
        QToolButton* keep = makeLink("keepDirection", tr("Keep..."),
                                     tr("Give it a name and keep it among your own directions"));
        connect(keep, &QToolButton::clicked, this, [this, direction] { askForName(direction); });
        row->addWidget(keep, 0, Qt::AlignTop);
    }
    static_cast<QVBoxLayout*>(m_rows->layout())->addLayout(row);
    m_sliders.emplace_back(direction, slider);
}

void DirectionsPage::showPoint() {
    int limit = LatentSlider::kUsualLimit;
    for (const auto& [direction, slider] : m_sliders) {
        if (direction.vector.size() == m_point->latent().size()) {
            const double position = std::abs(positionAlong(direction, m_point->latent()));
            limit = std::clamp(static_cast<int>(std::ceil(position)), limit, LatentSlider::kMaximumLimit);
        }
    }
    for (const auto& [direction, slider] : m_sliders) {
        if (direction.vector.size() != m_point->latent().size() || slider->isSliderDown()) {
            continue;
        }
        const QSignalBlocker blocker(slider);
        slider->setLimit(limit); // of all, so that their handles can be compared
        slider->setLatent(positionAlong(direction, m_point->latent()));
        slider->update();
    }
}

} // namespace latentscape
