#include "ui/PointButtons.h"

#include "core/tensor/Random.h"
#include "ui/Card.h"
#include "ui/ChoiceLink.h"
#include "ui/SettingGroup.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>

namespace latentscape {

namespace {

constexpr int kWide = 576; // logical pixels: room for all words

QPushButton* makeButton(const char* name, const QString& text, const QString& tip) {
    return named(new QPushButton(text), name, text, tip);
}

} // namespace

PointButtons::PointButtons(const ExploredModel* model, QWidget* parent)
    : QWidget(parent)
    , m_source(new ChoiceLink(
          "randomSource", tr("Where random points come from"),
          tr("Where Randomise draws: from the prior N(0, 1), or from a mixture of Gaussians that is fitted "
             "to "
             "where the encoder puts the training images, which mostly makes better pictures (Ghosh et al. "
             "2020)")))
    , m_randomise(makeButton("randomise", tr("Randomise"), tr("Another random point")))
    , m_reset(makeButton("resetLatents", tr("Reset"),
                         tr("All sliders back to zero, the middle of the latent space")))
    , m_fromImage(
          makeButton("fromImage", tr("From an image..."),
                     tr("Start from a held-out image: the encoder finds its place in the latent space")))
    , m_truncationLabel(makeNote(tr("truncation")))
    , m_truncation(named(new QDoubleSpinBox, "truncation", tr("Truncation"),
                         tr("How far from the middle Randomise goes. 1: as the prior draws. "
                            "Less: more typical pictures; more: stranger ones")))
    , m_fitted(model) {
    m_source->addChoice(tr("Random from the prior"), tr("random: prior"));
    m_source->addChoice(tr("Random from a mixture fitted to the encodings"), tr("random: fitted"));
    m_fromImage->hide();
    m_truncation->setRange(0.1, 2.0);
    m_truncation->setSingleStep(0.1);
    m_truncation->setDecimals(1);
    m_truncation->setValue(1.0);
    m_truncation->setMinimumHeight(28);
    m_truncationLabel->setBuddy(m_truncation);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QPushButton* button : {m_randomise, m_reset, m_fromImage}) {
        row->addWidget(button);
    }
    row->addStretch();
    row->addWidget(m_source);
    row->addWidget(m_truncationLabel);
    row->addWidget(m_truncation);
    connect(m_source, &ChoiceLink::currentChanged, this, &PointButtons::follow);
    connect(m_randomise, &QPushButton::clicked, this, &PointButtons::randomise);
    connect(m_reset, &QPushButton::clicked, this, &PointButtons::resetRequested);
    connect(m_fromImage, &QPushButton::clicked, this, &PointButtons::imageRequested);
    connectFitted();
    follow();
}

void PointButtons::connectFitted() {
    connect(&m_fitted, &FittedLatents::changed, this, &PointButtons::follow);
    connect(&m_fitted, &FittedLatents::progressed, this, [this](double share) {
        m_source->showInstead(tr("fitting, %1 %").arg(static_cast<int>(100 * share)));
    });
    connect(&m_fitted, &FittedLatents::drawn, this, [this](const std::vector<float>& latent) {
        follow();
        emit drawn(latent);
    });
    connect(&m_fitted, &FittedLatents::failed, this, [this](const QString& message) {
        follow();
        emit failed(message);
    });
}

bool PointButtons::drawsFitted() const {
    return m_source->current() == 1 && m_fitted.canFit();
}

// What can be chosen and pressed, with fewer words where there is little room.
void PointButtons::follow() {
    const bool isWide = width() >= kWide;
    m_source->setVisible(m_latents > 0);
    m_source->setEnabled(!m_fitted.isFitting());
    m_source->setWhyNot(1, m_fitted.whyNot());
    m_source->showInstead(m_fitted.isFitting() ? tr("fitting...")
                          : m_fitted.canFit()  ? QString()
                                               : tr("random: prior"));
    m_randomise->setText(m_fitted.isFitting() ? tr("Cancel") : tr("Randomise"));
    m_fromImage->setText(isWide ? tr("From an image...") : tr("Image..."));
    m_truncation->setVisible(!drawsFitted()); // a mixture has no middle to come nearer to
    m_truncationLabel->setVisible(isWide && !drawsFitted());
}

void PointButtons::setLatents(int count) {
    m_latents = count;
    follow();
}

QWidget* PointButtons::fromImage() const {
    return m_fromImage;
}

void PointButtons::setHasImages(bool has) {
    m_fromImage->setVisible(has);
}

void PointButtons::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    follow();
}

void PointButtons::randomise() {
    if (m_fitted.isFitting()) {
        m_fitted.cancel();
        follow();
        return;
    }
    if (drawsFitted()) {
        m_fitted.draw();
        follow();
        return;
    }
    Random random(QRandomGenerator::global()->generate64());
    std::vector<float> latent(static_cast<std::size_t>(m_latents));
    random.fillNormal(latent);
    for (float& value : latent) {
        value *= static_cast<float>(m_truncation->value());
    }
    emit drawn(latent);
}

} // namespace latentscape
